namespace Benchmarks.Recovery.Clients;

/// <summary>How long the JavaScript client waits before it tries again, with its defaults: 1 s, doubled up to 5 s, each give or take half.</summary>
internal sealed class ReconnectDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = First;

    public void Reset() => _next = First;

    public TimeSpan Next()
    {
        var wait = _next * (0.5 + Random.Shared.NextDouble());
        _next *= 2;
        return wait < Longest ? wait : Longest;
    }
}
