using System.Collections.Concurrent;
using Cluster.Protos;

namespace Cluster.Relay.Tests.Support;

/// <summary>Keeps what a relay tells, and refuses when told to.</summary>
internal sealed class RecordingWatcher : ILinkWatcher
{
    public ConcurrentQueue<string> Heard { get; } = new();

    public string? Refusal { get; set; }

    /// <summary>Thrown at whoever attaches.</summary>
    public Exception? Fault { get; set; }

    public string? WhyRefuse(Hello hello) => Refusal;

    public void Attached(Hello hello)
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
        Heard.Enqueue($"attached {hello.Instance}");
    }

    public void Ready(Hello hello, Ready ready) => Heard.Enqueue($"ready {hello.Instance}");

    public void Detached(Hello hello) => Heard.Enqueue($"detached {hello.Instance}");
}
