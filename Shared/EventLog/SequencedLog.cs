using System.Collections.Concurrent;
using EventLog.Internal;
using Microsoft.Data.Sqlite;

namespace EventLog;

/// <summary>
/// The ordered, durable log: gives every submission its number and keeps the entries in SQLite, the newest also in memory.
/// <see cref="Commit"/> is called by one thread (see <see cref="LogWriter"/>), everything that reads by any.
/// </summary>
public sealed class SequencedLog : IDisposable
{
    // How many numbers are reserved at a time. The mark is on the disk before the first of them is used, so that no
    // number is given twice even when a power loss takes the last commits, which are not synchronised one by one.
    private const long ReservedBlock = 65_536;

    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private readonly LogStore _store;
    private readonly LogFileReader _reader;
    private readonly LogTail _tail;
    private readonly LogTrimmer _trimmer;
    private readonly ConcurrentDictionary<string, Submitter> _submitters;
    private long _reserved;
    private bool _disposed;

    private SequencedLog(EventLogOptions options, TimeProvider time, LogStore store, LogState state)
    {
        Options = options;
        _time = time;
        _store = store;
        _reader = new LogFileReader(options.Path);
        _tail = new LogTail(options.MaxTailBytes, state.FirstNumber, state.LastNumber, state.LastDurableId);
        _submitters = state.Submitters;
        _trimmer = new LogTrimmer(store, options, _submitters, state.LogBytes);
        _reserved = state.Reserved;
        Epoch = state.Epoch;
        Incarnation = state.Incarnation;
    }

    /// <summary>A random id made when the file was created: the life of the log.</summary>
    public string Epoch { get; }

    /// <summary>How often this log was opened, this time included.</summary>
    public long Incarnation { get; }

    /// <summary>The number after which the next one is given. After an end that was not clean it lies beyond the last
    /// entry, because numbers that may have been used are skipped.</summary>
    public long LastNumber => _tail.LastNumber;

    /// <summary>The oldest number that can be read; <see cref="LastNumber"/> + 1 when the log is empty.</summary>
    public long FirstNumber => _tail.FirstNumber;

    /// <summary>The highest id given to a durable row.</summary>
    public long LastDurableId => _tail.LastDurableId;

    /// <summary>How many bytes of entries the file keeps.</summary>
    public long LogBytes => _trimmer.Bytes;

    internal EventLogOptions Options { get; }

    internal LogStore Store => _store;

    internal bool IsOverfull => _trimmer.IsOverfull;

    /// <summary>Opens the log, or creates it. A tutorial's chat database is taken over with its messages.</summary>
    /// <exception cref="EventLogException">The file cannot be used; the message says why.</exception>
    public static SequencedLog Open(EventLogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        var (store, state) = LogOpener.Open(options.Path);
        try
        {
            return new SequencedLog(options, time, store, state);
        }
        catch (SqliteException exception)
        {
            store.Dispose();
            throw SqliteFaults.Translate(options.Path, exception);
        }
    }

    /// <summary>The highest sequence of the instance that is committed; 0 when it is unknown, or was silent for a
    /// day.</summary>
    public long LastSubmission(string instance) => _submitters.TryGetValue(instance, out var known) ? known.Last : 0;

    /// <summary>
    /// Commits the batch in one transaction; on the disk when it holds a durable append. When this throws, nothing has
    /// changed and the same batch can be tried again.
    /// </summary>
    /// <returns>One result for each submission, in their order.</returns>
    /// <exception cref="EventLogException">The batch could not be committed; the message says why.</exception>
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
            var commit = new BatchCommit(_store, batch, LastSubmission, LastNumber, LastDurableId);
            var raises = LastNumber + batch.Count > _reserved;
            var reserved = raises ? LastNumber + Math.Max(ReservedBlock, batch.Count) : _reserved;
            Guard(() => _store.Transact(raises || HoldsAppend(batch), () =>
            {
                if (raises)
                {
                    _store.SaveMeta(Meta.Reserved, reserved);
                }
                return commit.Run(now) || raises;
            }));
            _reserved = reserved;
            Apply(commit, now);
            LogMetrics.Committed(batch.Count, commit.Row?.Entries.Length ?? 0, _time.GetElapsedTime(started));
            return commit.Results;
        }
    }

    /// <summary>
    /// Adds the entries after <paramref name="number"/> to <paramref name="into"/>, in order, while their bytes fit: at
    /// least one if there is any. False, and nothing added, when the log cannot continue from that number: it was trimmed,
    /// was lost with the power, or was never given.
    /// </summary>
    /// <exception cref="EventLogException">The file could not be read; the message says why.</exception>
    public bool TryReadAfter(long number, int maxBytes, List<LogEntry> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var sink = new EntrySink(number, maxBytes, into);
        return _tail.Read(number, sink) switch
        {
            LogTail.Answer.Read => true,
            LogTail.Answer.Older => ReadFile(number, sink),
            _ => false,
        };
    }

    /// <summary>Removes what is older than the retention or beyond the size limit, in whole batches, and forgets
    /// submitters that were silent for a day. The newest batch is never removed for its size.</summary>
    /// <exception cref="EventLogException">The file could not be written; the message says why.</exception>
    public void Trim()
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Guard(() => _trimmer.Trim(_time.GetUtcNow(), _tail));
        }
    }

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
            _reader.Dispose();
            try
            {
                _store.Transact(full: true, () =>
                {
                    _store.SaveMeta(Meta.Reserved, LastNumber);
                    return true;
                });
                _store.Checkpoint();
            }
            catch (SqliteException)
            {
                // Everything committed is safe; only the reserved numbers are skipped at the next start.
            }
            _store.Dispose();
        }
    }

    private static bool HoldsAppend(IReadOnlyList<Submission> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Append is not null)
            {
                return true;
            }
        }
        return false;
    }

    private void Apply(BatchCommit commit, long now)
    {
        foreach (var (instance, last) in commit.Submitters)
        {
            _submitters[instance] = new Submitter(last, now);
        }
        _trimmer.Grown(commit.Row?.Bytes.Length ?? 0);
        _tail.Append(commit.Row, commit.LastDurableId);
    }

    private bool ReadFile(long number, EntrySink sink)
    {
        try
        {
            return _reader.Read(number, sink);
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(Options.Path, exception, reading: true);
        }
        catch (InvalidDataException exception)
        {
            throw SqliteFaults.Damaged(Options.Path, exception.Message, exception);
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(Options.Path, exception);
        }
    }
}
