using Cluster.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests.Simulation;

/// <summary>Workers, clients and mishaps on one links, all at once.</summary>
internal sealed class SimCluster : IAsyncDisposable
{
    private static readonly string[] Rooms = ["red", "green", "blue", "black"];

    private readonly SequencedLog _log;
    private readonly WorkerLinks _links;
    private readonly SimWorker[] _workers = new SimWorker[3];
    private readonly List<SimWorker> _allWorkers = [];
    private readonly int _seed;
    private int _made;
    private int _claims;

    public SimCluster(SequencerOptions options, int seed)
    {
        _seed = seed;
        _log = SequencedLog.Open(options, TimeProvider.System);
        _links = new WorkerLinks(_log, new RecordingWatcher(), NullLogger.Instance, TimeProvider.System);
    }

    public List<SimClient> Clients { get; } = [];

    public int Claims => _claims;

    public int Mishaps { get; private set; }

    public Truth Truth() => new(_log);

    public IEnumerable<string> Violations => _allWorkers.Select(worker => worker.Violation).OfType<string>();

    /// <summary>Runs everything at once until the clients have done their actions, and then lets all of them come back.</summary>
    public async Task RunAsync(int clients, int actions)
    {
        for (var i = 0; i < _workers.Length; i++)
        {
            await ReplaceAsync(i);
        }
        using var done = new CancellationTokenSource();
        var emitting = Enumerable.Range(0, _workers.Length).Select(index => Task.Run(() => EmitAsync(index, done.Token))).ToList();
        emitting.Add(Task.Run(() => PlagueAsync(done.Token)));
        var living = Task.WhenAll(Enumerable.Range(0, clients).Select(index => Task.Run(() => LiveAsync(index, actions))));
        // A fault of the others would leave the clients waiting.
        await (await Task.WhenAny([living, .. emitting]));
        await done.CancelAsync();
        await Task.WhenAll(emitting).Within();
        await SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
        await _links.DisposeAsync();
        _log.Dispose();
    }

    private async Task EmitAsync(int index, CancellationToken stopping)
    {
        var random = new Random(_seed + 100 + index);
        while (!stopping.IsCancellationRequested)
        {
            var emit = new Emit { Namespace = "/", Target = new Target(), Packet = ByteString.CopyFrom(new byte[random.Next(30)]) };
            emit.Target.Rooms.Add(Some(random, 3));
            emit.Target.Except.Add(random.Next(3) == 0 ? Some(random, 2) : []);
            var worker = Volatile.Read(ref _workers[index]);
            var last = worker.SubmitAsync(new Submit { Emit = emit });
            if (random.Next(4) == 0)
            {
                await last.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
            }
            if (random.Next(200) == 0)
            {
                var change = new TargetChange { Namespace = "/", Target = new Target { Rooms = { Some(random, 2) } } };
                var names = new RoomNames { Rooms = { Some(random, 2) } };
                if (random.Next(2) == 0)
                {
                    change.Join = names;
                }
                else
                {
                    change.Leave = names;
                }
                _ = worker.SubmitAsync(new Submit { TargetChange = change });
            }
        }
    }

    // Cuts streams and kills workers; each is back at once.
    private async Task PlagueAsync(CancellationToken stopping)
    {
        var random = new Random(_seed + 200);
        while (!stopping.IsCancellationRequested)
        {
            var index = random.Next(_workers.Length);
            if (random.Next(4) == 0)
            {
                var worker = _workers[index];
                await worker.KillAsync();
                _links.GiveUp(worker.Instance);
                await ReplaceAsync(index);
            }
            else
            {
                await _workers[index].DetachAsync();
                await _workers[index].AttachAsync();
            }
            Mishaps++;
            await Task.Yield();
        }
    }

    private async Task LiveAsync(int index, int actions)
    {
        var random = new Random(_seed + 300 + index);
        var (client, worker) = await ConnectAsync(random);
        for (var i = 0; i < actions; i++)
        {
            switch (random.Next(10))
            {
                case < 3:
                    await ChangeRoomsAsync(client, worker, random, join: true);
                    break;
                case < 5:
                    await ChangeRoomsAsync(client, worker, random, join: false);
                    break;
                case < 6:
                    Drop(client, worker, random);
                    break;
                default:
                    var (former, left) = (worker, worker.Find(client)?.Key);
                    worker = Pick(random);
                    var answer = await ComeBackAsync(client, worker);
                    // What the fenced connection has still to say: nobody must listen.
                    if (left is not null && answer.Status == SubmitAnswer.Types.Status.Sequenced && random.Next(2) == 0)
                    {
                        _ = former.SubmitAsync(new Submit { Join = new RoomChange { Session = left, Rooms = { "fenced" } } });
                        _ = former.SubmitAsync(new Submit { Depart = new Depart { Session = left, Ended = random.Next(2) == 0 } });
                    }
                    break;
            }
        }
    }

    private async Task<(SimClient Client, SimWorker Worker)> ConnectAsync(Random random)
    {
        while (true)
        {
            var client = new SimClient($"s{Interlocked.Increment(ref _made)}");
            var connection = new object();
            client.Take(connection);
            var worker = Pick(random);
            var answer = await worker.ConnectAsync(client, connection).Within();
            if (answer.Status == SubmitAnswer.Types.Status.Sequenced)
            {
                lock (Clients)
                {
                    Clients.Add(client);
                }
                return (client, worker);
            }
        }
    }

    private static async Task ChangeRoomsAsync(SimClient client, SimWorker worker, Random random, bool join)
    {
        if (worker.Find(client) is { } session)
        {
            var change = new RoomChange { Session = session.Key, Rooms = { Some(random, 3) } };
            await worker.SubmitAsync(join ? new Submit { Join = change } : new Submit { Leave = change }).Within();
        }
    }

    // With a word, or half-open.
    private static void Drop(SimClient client, SimWorker worker, Random random)
    {
        var session = worker.Find(client);
        client.Take(null);
        if (session is not null && random.Next(2) == 0)
        {
            worker.Drop(session);
            _ = worker.SubmitAsync(new Submit { Depart = new Depart { Session = session.Key } });
        }
    }

    private async Task<SubmitAnswer> ComeBackAsync(SimClient client, SimWorker worker)
    {
        var connection = new object();
        var offset = client.Take(connection);
        Interlocked.Increment(ref _claims);
        return await worker.ClaimAsync(client, connection, offset).Within();
    }

    private async Task SettleAsync()
    {
        foreach (var client in Clients)
        {
            var worker = Pick(Random.Shared);
            var answer = await ComeBackAsync(client, worker);
            Assert.That(answer.Status, Is.EqualTo(SubmitAnswer.Types.Status.Sequenced), $"{client.Sid} comes back");
            await Eventually.TrueAsync(() => worker.IsLive(client), $"{client.Sid} is live");
        }
        await Eventually.TrueAsync(() => _workers.All(worker => worker.Applied == _log.LastNumber), "all have everything");
    }

    private async Task ReplaceAsync(int index)
    {
        var worker = new SimWorker(_links, index, $"instance {Interlocked.Increment(ref _made)}", _log.Epoch);
        await worker.AttachAsync();
        lock (_allWorkers)
        {
            _allWorkers.Add(worker);
        }
        Volatile.Write(ref _workers[index], worker);
    }

    private SimWorker Pick(Random random) => Volatile.Read(ref _workers[random.Next(_workers.Length)]);

    private static IEnumerable<string> Some(Random random, int most) =>
        Enumerable.Range(0, random.Next(most)).Select(_ => Rooms[random.Next(Rooms.Length)]).Distinct().ToList();
}
