using System.Collections.Immutable;
using System.Text;
using SocketIO.Sequencer;
using ServerEvent = SocketIO.Sequencing.ServerEvent;

namespace Cluster.Relay.Tests.Support;

/// <summary>A real log in a directory of the test's own, and short ways to commit to it.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly TempFolder _folder = new();
    private long _sequence;

    public LogFolder(Func<string, SequencerOptions>? options = null)
    {
        var path = _folder.File("cluster.db");
        Log = SequencedLog.Open(options?.Invoke(path) ?? new SequencerOptions { Path = path }, TimeProvider.System);
    }

    public SequencedLog Log { get; }

    public string Path => _folder.Path;

    /// <summary>Commits events of the given size, in one batch.</summary>
    public void Commit(int count = 1, int size = 1) => Log.Commit([.. Enumerable.Range(0, count).Select(_ => Submission(new string('x', size)))]);

    public Submission Submission(string payload, string instance = "origin") =>
        new(instance, ++_sequence, new ServerEvent("/", Encoding.UTF8.GetBytes(payload)));

    /// <summary>Begins a session of an instance, which gets what is for everybody from then on.</summary>
    public static Submission Session(string instance, long sequence = 1) => new(instance, sequence, new ConnectOperation
    {
        Namespace = "/",
        Sid = $"sid of {instance}",
        Pid = $"pid of {instance}",
        Person = "",
        Data = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty,
        Window = TimeSpan.Zero,
    });

    public void Dispose()
    {
        Log.Dispose();
        _folder.Dispose();
    }
}
