using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests.Support;

/// <summary>The parts of a relay around a real log, with links that a test reads.</summary>
internal sealed class RelayParts : IAsyncDisposable
{
    private readonly LogFolder _log = new();

    public RelayParts()
    {
        Writer = new LogWriter(_log.Log, new CommitAnnouncer(Members), NullLogger.Instance, TimeProvider.System);
        Router = new FrameRouter(Members, Writer, Watcher);
    }

    public SequencedLog Log => _log.Log;

    public MemberDirectory Members { get; } = new();

    public RecordingWatcher Watcher { get; } = new();

    public LogWriter Writer { get; }

    public FrameRouter Router { get; }

    /// <summary>An attached worker; what it was told of the members is read already.</summary>
    public async Task<LinkProbe> AttachAsync(int index)
    {
        var probe = new LinkProbe(Log, index).Pump();
        Members.Add(probe.Link);
        await probe.ReadAsync(1);
        return probe;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        _log.Dispose();
    }
}
