using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using SocketIO.Sequencer.Commits;
using SocketIO.Sequencer.Diagnostics;
using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Histories;
using SocketIO.Sequencer.Recovery;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Sqlite;
using SocketIO.Sequencer.Storage;
using SocketIO.Sequencer.Trimming;

namespace SocketIO.Sequencer;

/// <summary>
/// The ordered log with the sessions that its entries are about: gives every submission its number and keeps the entries in
/// SQLite, the newest also in memory, or in memory only. <see cref="Commit"/> is called by one thread (see
/// <see cref="LogWriter"/>), everything that reads by any.
/// </summary>
internal sealed class SequencedLog : IDisposable
{
    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private readonly ILogStore _store;
    private readonly ILogReader _stored;
    private readonly LogTail _tail;
    private readonly EntryReader _entries;
    private readonly LogTrimmer _trimmer;
    private readonly LogRetention _retention;
    private readonly LogSessions _sessions;
    private readonly HistoryUpkeep _upkeep;
    private readonly Submitters _submitters;
    private readonly MissedReader _missed;
    private readonly LastEmits _emits;
    private readonly BatchCommitter _committer;
    private bool _disposed;

    private SequencedLog(SequencerOptions options, TimeProvider time, IMeterFactory? meters, ILogStore store, LogState state)
    {
        Metrics = new LogMetrics(meters);
        Options = options;
        _time = time;
        _store = store;
        _stored = store.OpenReader();
        _tail = new LogTail(store.TailBytes(options), state.FirstNumber, state.LastNumber, state.LastDurableId);
        _entries = new EntryReader(_tail, _stored);
        _submitters = new Submitters(store, state.Submitters);
        _sessions = new LogSessions(options, state.Epoch, state.LastNumber, state.Sessions);
        _trimmer = new LogTrimmer(store, options, _sessions, _tail, state.LogBytes);
        _retention = new LogRetention(options, state.Retention, time);
        _emits = new LastEmits(state.LastNumber);
        _missed = new MissedReader(_entries, _sessions, _emits);
        _upkeep = new HistoryUpkeep(store, state.Histories, state.LastDurableId, time);
        _committer = new BatchCommitter(store, _sessions, _upkeep, _submitters, _trimmer, _emits, _tail, state.Reserved);
        Epoch = state.Epoch;
        Restart = state.Restart;
        Incarnation = state.Incarnation;
    }

    /// <summary>A random id made when the log was created: its life.</summary>
    public string Epoch { get; }

    /// <summary>
    /// Why the log has a new epoch though its file is not new: it is an older state of itself, such as a backup, or another
    /// database. Its messages are kept, its sessions are not. Null when it goes on.
    /// </summary>
    public string? Restart { get; }

    /// <summary>How often this log was opened, this time included.</summary>
    public long Incarnation { get; }

    /// <summary>What a <see cref="HistoryReader"/> opens: the file, or the name of a log in memory.</summary>
    public string Database => _store.Name;

    /// <summary>The number after which the next one is given. After an end that was not clean it lies beyond the last
    /// entry, because numbers that may have been used are skipped.</summary>
    public long LastNumber => _tail.LastNumber;

    /// <summary>The oldest number that can be read; <see cref="LastNumber"/> + 1 when the log is empty.</summary>
    public long FirstNumber => _tail.FirstNumber;

    /// <summary>The highest id given to a durable row.</summary>
    public long LastDurableId => _tail.LastDurableId;

    /// <summary>How many bytes of entries the file keeps.</summary>
    public long LogBytes => _trimmer.Bytes;

    /// <summary>How many sessions there are.</summary>
    public SessionCounts Sessions => _sessions.Published.Counts;

    internal SequencerOptions Options { get; }

    internal LogMetrics Metrics { get; }

    internal ILogStore Store => _store;

    internal LogSessions SessionState => _sessions;

    internal bool IsOverfull => _trimmer.IsOverfull;

    /// <summary>Whether windows are over, or too many sessions are away. For the committing thread.</summary>
    internal bool HasDueSessions => _sessions.Table.Away.FirstDeadline <= _time.GetUtcNow().ToUnixTimeMilliseconds()
        || AwaySessions > Options.MaxAwaySessions;

    /// <summary>How histories are kept, as was said. For the committing thread.</summary>
    internal IReadOnlyCollection<HistoryPolicy> Policies => _upkeep.Policies.All;

    /// <summary>Whether something is to be done for histories. For the committing thread.</summary>
    internal bool HasUpkeep => _upkeep.HasWork;

    /// <summary>How many sessions are away. For the committing thread.</summary>
    internal int AwaySessions => _sessions.Table.Away.Count;

    /// <summary>Opens the log, or creates it. A tutorial's chat database is taken over with its messages.</summary>
    /// <exception cref="SequencerException">The file cannot be used; the message says why.</exception>
    /// <param name="options">Where it lies, and its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meters">Makes the meter <c>SocketIO.Sequencer</c>; without it the log makes one of its own.</param>
    public static SequencedLog Open(SequencerOptions options, TimeProvider time, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        if (options.Path is not { } path)
        {
            return new SequencedLog(options, time, meters, new MemoryStore(), LogState.InMemory());
        }
        var (store, state) = LogOpener.Open(path);
        try
        {
            return new SequencedLog(options, time, meters, store, state);
        }
        catch (SqliteException exception)
        {
            store.Dispose();
            throw SqliteFaults.Translate(path, exception);
        }
    }

    /// <summary>The highest sequence of the instance that is committed; 0 when it is unknown, or was silent for a
    /// day.</summary>
    public long LastSubmission(string instance) => _submitters.Find(instance).Last;

    /// <summary>Whether the instance was given up: what it submits is denied.</summary>
    public bool IsGone(string instance) => _submitters.Find(instance).IsGone;

    /// <summary>The instances that have connections of sessions.</summary>
    public IReadOnlySet<string> Owners() => _sessions.Published.Owners();

    /// <summary>All sessions, as of a number not before the log's end now.</summary>
    public PresenceSnapshot ReadPresence() => _sessions.Published.Snapshot(() => LastNumber);

    /// <summary>Entries stay readable at least so long, whatever the options say.</summary>
    public void RequireRetention(TimeSpan retention) => _retention.Require(retention);

    /// <summary>
    /// Commits the batch in one transaction; on the disk when it holds a durable append. When this throws, nothing has
    /// changed and the same batch can be tried again.
    /// </summary>
    /// <returns>One result for each submission, in their order.</returns>
    /// <exception cref="SequencerException">The batch could not be committed; the message says why.</exception>
    public IReadOnlyList<SubmissionResult> Commit(IReadOnlyList<Submission> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
        {
            return [];
        }
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var started = _time.GetTimestamp();
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var commit = Guard(() => _committer.Commit(batch, now));
            Metrics.Committed(batch.Count, commit.Row?.Entries.Length ?? 0, _time.GetElapsedTime(started));
            return commit.Results;
        }
    }

    /// <summary>
    /// Adds the entries after <paramref name="number"/> to <paramref name="into"/>, in order, while their bytes fit: at
    /// least one if there is any. False, and nothing added, when the log cannot continue from that number: it was trimmed,
    /// was lost with the power, or was never given.
    /// </summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public bool TryReadAfter(long number, int maxBytes, List<LogEntry> into) => TryReadAfter(number, LastNumber, maxBytes, into);

    /// <summary>As <see cref="TryReadAfter(long, int, List{LogEntry})"/>, but nothing beyond <paramref name="upTo"/>, which is not
    /// beyond the log's end.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public bool TryReadAfter(long number, long upTo, int maxBytes, List<LogEntry> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        return _entries.TryReadAfter(number, upTo, maxBytes, into);
    }

    /// <summary>Whether an entry is to reach the instance: because it has, or had then, a session that it is for.</summary>
    public bool Concerns(string instance, in LogEntry entry) => entry.Event switch
    {
        EmitEvent emit => _sessions.Published.Concerns(instance, entry.Number, emit),
        SessionChanged { IsForOwnerOnly: true } session => session.Owner == instance,
        _ => true,
    };

    /// <summary>A page of what a session has missed after <paramref name="after"/>, up to <paramref name="upTo"/> at most:
    /// no more than so many bytes of packets, but one event at least.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public MissedPage ReadMissed(string instance, SessionKey session, long after, long upTo, int maxBytes) =>
        _missed.Read(instance, session, after, Math.Min(upTo, LastNumber), maxBytes);

    /// <summary>Removes what is older than the retention or beyond the size limit, in whole batches, and forgets
    /// submitters that were silent for a day. The newest batch is never removed for its size.</summary>
    /// <exception cref="SequencerException">The file could not be written; the message says why.</exception>
    public void Trim()
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _time.GetUtcNow();
            Guard(() =>
            {
                _retention.Save(_store);
                _trimmer.Trim((now - _retention.Current).ToUnixTimeMilliseconds());
                _submitters.Forget(now);
                _emits.Forget(FirstNumber);
                _upkeep.Begin();
                return true;
            });
        }
    }

    /// <summary>Does a piece of what is to be done for histories, of some milliseconds. For the committing thread.</summary>
    /// <exception cref="SequencerException">The file could not be written; the message says why.</exception>
    internal void RunUpkeep()
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Guard(() =>
            {
                _upkeep.Run(LastDurableId);
                return true;
            });
        }
    }

    /// <summary>Brings onto the disk what is not synchronised with every commit. For the committing thread.</summary>
    internal void Synchronise() => _store.Synchronise();

    /// <summary>Why nothing can be stored any more; null when it can. For the committing thread.</summary>
    internal string? WhyGone() => _store.WhyGone();

    /// <summary>Ends cleanly: what was reserved is given back and the write-ahead log is folded into the file.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
            {
                return;
            }
            _disposed = true;
            Metrics.Dispose();
            _stored.Dispose();
            try
            {
                _store.Transact(full: true, () =>
                {
                    _store.SaveMeta(Meta.Reserved, LastNumber);
                    return true;
                });
                _store.Checkpoint();
            }
            catch (Exception exception) when (exception is SqliteException or SequencerException)
            {
                // Everything committed is safe; only the reserved numbers are skipped at the next start.
            }
            _store.Dispose();
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(_store.Name, exception);
        }
        catch (InvalidDataException exception)
        {
            throw SqliteFaults.Damaged(_store.Name, exception.Message, exception);
        }
    }
}
