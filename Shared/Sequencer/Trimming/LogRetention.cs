using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Trimming;

/// <summary>How long entries stay readable: as the options say, or longer when an instance needs it.</summary>
internal sealed class LogRetention(SequencerOptions options, long former, TimeProvider time)
{
    // What was needed before a restart holds until the instances have had time to come back and say it again.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly long _openedAt = time.GetTimestamp();
    private long _asked;
    private readonly long _former = former;
    private long? _saved;

    public TimeSpan Current
    {
        get
        {
            var known = time.GetElapsedTime(_openedAt) < Patience ? _former : 0;
            var longest = TimeSpan.FromMilliseconds(Math.Max(known, Volatile.Read(ref _asked)));
            return longest > options.Retention ? longest : options.Retention;
        }
    }

    /// <summary>Called by any thread.</summary>
    public void Require(TimeSpan retention)
    {
        var wanted = (long)Math.Min(retention.TotalMilliseconds, TimeSpan.FromDays(365).TotalMilliseconds);
        for (var asked = Volatile.Read(ref _asked); wanted > asked;)
        {
            var seen = Interlocked.CompareExchange(ref _asked, wanted, asked);
            if (seen == asked)
            {
                return;
            }
            asked = seen;
        }
    }

    public void Save(ILogStore store)
    {
        var asked = Volatile.Read(ref _asked);
        var saved = _saved ?? _former;
        if (asked == saved || (asked < saved && time.GetElapsedTime(_openedAt) < Patience))
        {
            return;
        }
        store.Transact(full: false, () =>
        {
            store.SaveMeta(Meta.Retention, asked);
            return true;
        });
        _saved = asked;
    }
}
