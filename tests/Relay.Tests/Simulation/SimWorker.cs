using System.Collections.Concurrent;
using System.Threading.Channels;
using Cluster.Protos;

namespace Cluster.Relay.Tests.Simulation;

/// <summary>
/// A worker after the rules of the protocol: numbers what it submits and sends it again on a new stream, applies events
/// once and in order, holds a session that has come back until its pages are live.
/// </summary>
internal sealed class SimWorker(WorkerLinks links, int index, string instance, string epoch) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, (Submit Submit, TaskCompletionSource<SubmitAnswer> Answer)> _unanswered = [];
    private readonly Dictionary<string, SimSession> _sessions = [];
    private readonly ConcurrentDictionary<string, (SimClient Client, object Connection)> _expected = new();
    private Channel<WorkerBatch>? _up;
    private CancellationTokenSource? _stop;
    private Task _link = Task.CompletedTask;
    private long _sequence;
    private long _applied;
    private bool _knowsEpoch;
    private bool _isDead;

    public string Instance => instance;

    public bool IsDead
    {
        get
        {
            lock (_lock)
            {
                return _isDead;
            }
        }
    }

    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>The first rule that was broken.</summary>
    public string? Violation { get; private set; }

    public async Task AttachAsync()
    {
        var up = Channel.CreateUnbounded<WorkerBatch>();
        var down = Channel.CreateBounded<PrimaryBatch>(4);
        _stop = new CancellationTokenSource();
        var hello = new Hello { Index = index, Instance = instance, Applied = Applied, Epoch = _knowsEpoch ? epoch : "" };
        up.Writer.TryWrite(new WorkerBatch { Frames = { new WorkerFrame { Hello = hello } } });
        var link = links.RunAsync(up.Reader.ReadAllAsync(CancellationToken.None), (batch, stop) => WriteSlowlyAsync(down.Writer, batch, stop), _stop.Token);
        // Whoever waits for a batch is told why none comes.
        _ = link.ContinueWith(
            ended =>
            {
                Violation ??= ended.Exception?.InnerException?.ToString();
                down.Writer.TryComplete(ended.Exception?.InnerException);
            },
            TaskScheduler.Default);
        var welcome = (await down.Reader.ReadAsync().Within()).Frames.Single().Welcome;
        lock (_lock)
        {
            if (!_knowsEpoch)
            {
                _applied = welcome.Head;
                _knowsEpoch = true;
            }
            _up = up;
            foreach (var (sequence, (submit, _)) in _unanswered.ToList())
            {
                if (sequence > welcome.Committed)
                {
                    Send(new WorkerFrame { Submit = submit });
                }
                else
                {
                    // Its answer may be lost with the former stream; whoever waits needs to know only that it is settled.
                    Settle(new SubmitAnswer { Sequence = sequence, Status = SubmitAnswer.Types.Status.AlreadyCommitted });
                }
            }
            foreach (var session in _sessions.Values.Where(session => session.IsHeld))
            {
                Ask(session);
            }
        }
        _link = Task.WhenAll(link, ReadAsync(down.Reader, _stop.Token));
    }

    /// <summary>Cuts the stream, wherever it is.</summary>
    public async Task DetachAsync()
    {
        lock (_lock)
        {
            _up = null;
        }
        if (Interlocked.Exchange(ref _stop, null) is { } stop)
        {
            await stop.CancelAsync();
            await _link.WaitAsync(TimeSpan.FromSeconds(20)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await DetachAsync();

    /// <summary>Dies: nobody hears of what it has submitted.</summary>
    public async Task KillAsync()
    {
        await DetachAsync();
        lock (_lock)
        {
            _isDead = true;
            _sessions.Clear();
            foreach (var sequence in _unanswered.Keys.ToList())
            {
                Settle(new SubmitAnswer { Sequence = sequence, Status = SubmitAnswer.Types.Status.Denied });
            }
        }
    }

    public Task<SubmitAnswer> SubmitAsync(Submit submit)
    {
        lock (_lock)
        {
            if (_isDead)
            {
                return Task.FromResult(new SubmitAnswer { Status = SubmitAnswer.Types.Status.Denied });
            }
            submit.Sequence = ++_sequence;
            var answer = new TaskCompletionSource<SubmitAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _unanswered.Add(submit.Sequence, (submit, answer));
            Send(new WorkerFrame { Submit = submit });
            return answer.Task;
        }
    }

    public Task<SubmitAnswer> ConnectAsync(SimClient client, object connection)
    {
        _expected[client.Sid] = (client, connection);
        return SubmitAsync(new Submit { Connect = new Connect { Namespace = "/", Sid = client.Sid, Pid = client.Pid, WindowMs = 3_600_000 } });
    }

    public Task<SubmitAnswer> ClaimAsync(SimClient client, object connection, long offset)
    {
        _expected[client.Sid] = (client, connection);
        return SubmitAsync(new Submit { Claim = new Claim { Namespace = "/", Pid = client.Pid, Epoch = offset == 0 ? "" : epoch, Number = offset } });
    }

    /// <summary>What this worker has of the client over that connection, held or live.</summary>
    public SimSession? Find(SimClient client)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault(client.Sid) is { } session && client.Has(session) ? session : null;
        }
    }

    /// <summary>The connection is gone: nothing is delivered to it any more.</summary>
    public void Drop(SimSession session)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_sessions.GetValueOrDefault(session.Client.Sid), session))
            {
                _sessions.Remove(session.Client.Sid);
            }
        }
    }

    public bool IsLive(SimClient client)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault(client.Sid) is { IsHeld: false } session && client.Has(session);
        }
    }

    // Now and then the line takes its time: meanwhile others commit, and this link falls behind.
    private static async Task WriteSlowlyAsync(ChannelWriter<PrimaryBatch> down, PrimaryBatch batch, CancellationToken stopping)
    {
        if (Random.Shared.Next(3) == 0)
        {
            await Task.Delay(Random.Shared.Next(1, 5), stopping);
        }
        await down.WriteAsync(batch, stopping);
    }

    private async Task ReadAsync(ChannelReader<PrimaryBatch> down, CancellationToken stopping)
    {
        await foreach (var batch in down.ReadAllAsync(stopping))
        {
            lock (_lock)
            {
                foreach (var frame in batch.Frames)
                {
                    Apply(frame);
                }
                if (batch.CompleteTo < _applied)
                {
                    Broken($"complete to {batch.CompleteTo} after event {_applied}");
                }
                _applied = Math.Max(_applied, batch.CompleteTo);
            }
        }
    }

    private void Apply(PrimaryFrame frame)
    {
        switch (frame.FrameCase)
        {
            case PrimaryFrame.FrameOneofCase.Event:
                if (frame.Event.Number <= _applied)
                {
                    Broken($"event {frame.Event.Number} after {_applied}");
                }
                _applied = frame.Event.Number;
                Apply(frame.Event);
                break;
            case PrimaryFrame.FrameOneofCase.Answer:
                Settle(frame.Answer);
                break;
            case PrimaryFrame.FrameOneofCase.Missed:
                Apply(frame.Missed);
                break;
            default:
                break;
        }
    }

    private void Apply(Event logged)
    {
        switch (logged.BodyCase)
        {
            case Event.BodyOneofCase.Emit:
                foreach (var session in _sessions.Values)
                {
                    if (!session.IsHeld && session.Gets(logged.Emit))
                    {
                        session.Client.Deliver(session, logged.Number);
                    }
                }
                break;
            case Event.BodyOneofCase.Session:
                Apply(logged.Session);
                break;
            case Event.BodyOneofCase.TargetChanged:
                foreach (var concerned in logged.TargetChanged.Sessions)
                {
                    Change(concerned.Sid, logged.TargetChanged.Change);
                }
                break;
            default:
                break;
        }
    }

    private void Apply(SessionEvent change)
    {
        var session = _sessions.GetValueOrDefault(change.Sid);
        switch (change.Kind)
        {
            case SessionEvent.Types.Kind.Connected when change.Owner == instance:
                Begin(change, []);
                break;
            case SessionEvent.Types.Kind.Claimed when change.Owner == instance:
                if (Begin(change, change.Rooms) is { } claimed)
                {
                    (claimed.IsHeld, claimed.HeldAt) = (true, change.Position);
                    Ask(claimed);
                }
                break;
            case SessionEvent.Types.Kind.Joined:
                session?.Rooms.UnionWith(change.Rooms);
                break;
            case SessionEvent.Types.Kind.Left:
                session?.Rooms.ExceptWith(change.Rooms);
                break;
            case SessionEvent.Types.Kind.Claimed or SessionEvent.Types.Kind.Ended or SessionEvent.Types.Kind.Away:
                if (session?.Key.Generation <= change.Generation && change.Owner != "")
                {
                    _sessions.Remove(change.Sid);
                }
                break;
            default:
                break;
        }
    }

    private SimSession? Begin(SessionEvent change, IEnumerable<string> rooms)
    {
        _sessions.Remove(change.Sid);
        if (!_expected.TryGetValue(change.Sid, out var expected) || !expected.Client.Has(expected.Connection))
        {
            return null;
        }
        var session = new SimSession(expected.Client, change.Generation, rooms.Append(change.Sid));
        // From here on the connection is the session itself: a client that leaves it gets nothing more of it.
        expected.Client.Take(session);
        _sessions[change.Sid] = session;
        return session;
    }

    private void Change(string sid, TargetChange change)
    {
        if (!_sessions.TryGetValue(sid, out var session))
        {
            return;
        }
        switch (change.ChangeCase)
        {
            case TargetChange.ChangeOneofCase.Join:
                session.Rooms.UnionWith(change.Join.Rooms);
                break;
            case TargetChange.ChangeOneofCase.Leave:
                session.Rooms.ExceptWith(change.Leave.Rooms);
                break;
            default:
                _sessions.Remove(sid);
                break;
        }
    }

    private void Apply(Missed page)
    {
        if (_sessions.GetValueOrDefault(page.Session.Sid) is not { IsHeld: true } session || !session.Key.Equals(page.Session))
        {
            return;
        }
        if (page.Lost)
        {
            // It was taken from this worker; the event that says so is on its way.
            return;
        }
        foreach (var missed in page.Events)
        {
            if (missed.Number <= session.HeldAt || missed.Number > page.UpTo)
            {
                Broken($"a page from {session.HeldAt} to {page.UpTo} holds event {missed.Number}");
            }
            session.Client.Deliver(session, missed.Number);
            session.HeldAt = missed.Number;
        }
        session.HeldAt = page.UpTo;
        if (!page.Live)
        {
            Ask(session);
            return;
        }
        if (page.UpTo < _applied)
        {
            Broken($"a live page up to {page.UpTo} behind event {_applied}");
        }
        session.IsHeld = false;
        _ = SubmitAsync(new Submit { Resume = session.Key });
    }

    private void Ask(SimSession session) =>
        Send(new WorkerFrame { ReadMissed = new ReadMissed { Session = session.Key, After = session.HeldAt, MaxBytes = 40 } });

    private void Settle(SubmitAnswer answer)
    {
        if (_unanswered.TryGetValue(answer.Sequence, out var waiting))
        {
            waiting.Answer.TrySetResult(answer);
        }
        _unanswered.Remove(answer.Sequence);
    }

    private void Send(WorkerFrame frame) => _up?.Writer.TryWrite(new WorkerBatch { Frames = { frame } });

    private void Broken(string rule) => Violation ??= $"{instance}: {rule}";
}
