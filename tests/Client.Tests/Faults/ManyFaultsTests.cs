using Client.Tests.Support;

namespace Client.Tests.Faults;

public sealed class ManyFaultsTests : FaultTest
{
    private const int Workers = 3;
    private const int Rounds = 5;
    private const int MessagesInARound = 40;

    /// <summary>Each of these is also sent by a client of another worker.</summary>
    private const int SentTwice = 4;

    private readonly List<NodeSocket> _senders = [];
    private readonly Dictionary<string, long> _ids = [];
    private int _acknowledged;

    [Test]
    public async Task Send_WhileWorkersAndThePrimaryAreKilled_StoresAndShowsEachMessageOnceInOneOrder()
    {
        await StartAsync(Workers);
        for (var i = 0; i < 2 * Workers; i++)
        {
            _senders.Add(await ConnectAsync(i % Workers));
        }
        NodeSocket[] readers = [await ConnectAsync(0), await ConnectAsync(1), await ConnectAsync(2)];

        await RunRoundAsync(0, KillAWorkerAsync);
        await RunRoundAsync(1, KillThePrimaryAsync);
        // The worker that is killed again was adopted by this second primary. It is stopped first, so that what its
        // clients send is under way for certain.
        await RunRoundAsync(2, KillAWorkerAsync, stopped: true);
        await RunRoundAsync(3, () => Task.CompletedTask);
        await Cluster.WaitUntilReadyAsync();
        await RunRoundAsync(4, () => Task.CompletedTask);

        Assert.That(_ids, Has.Count.EqualTo(Rounds * MessagesInARound));
        Assert.That(
            StoredMessages.Read(Cluster).ToDictionary(message => message.ClientOffset, message => message.Id),
            Is.EqualTo(_ids), "a message has another id than its sender was told");
        await AssertShownEverywhereAsync(_ids.Keys, [.. _senders, .. readers]);
        var state = await readers[1].StateAsync();
        Assert.That(state.Disconnects, Has.Count.EqualTo(2), "the worker's clients did not notice");
    }

    private async Task RunRoundAsync(int round, Func<Task> harm, bool stopped = false)
    {
        _acknowledged = 0;
        if (stopped)
        {
            await Cluster.SignalWorkerAsync(1, Signal.Stop);
        }
        var messages = Enumerable.Range(round * MessagesInARound, MessagesInARound);
        var sending = messages.SelectMany(SendAsync).ToArray();
        // In the midst of it: some are acknowledged, others are under way, most wait in their clients.
        await Eventually.TrueAsync(() => Volatile.Read(ref _acknowledged) >= MessagesInARound / 8, "the first acknowledgements");
        await harm();
        foreach (var (key, id) in await Task.WhenAll(sending).WaitAsync(TimeSpan.FromSeconds(60)))
        {
            Assert.That(_ids.TryAdd(key, id) || _ids[key] == id, $"{key} was acknowledged with {_ids[key]} and with {id}");
        }
    }

    private IEnumerable<Task<(string Key, long Id)>> SendAsync(int number)
    {
        yield return SendAsync(_senders[number % _senders.Count], number);
        if (number % SentTwice == 0)
        {
            yield return SendAsync(_senders[(number + 1) % _senders.Count], number);
        }
    }

    private async Task<(string Key, long Id)> SendAsync(NodeSocket sender, int number)
    {
        // The text is the key as well, so that what is shown tells which message it is.
        var key = $"message {number}";
        var id = await sender.SayWithRetriesAsync(key, key);
        Interlocked.Increment(ref _acknowledged);
        return (key, id);
    }

    private Task KillAWorkerAsync() => Cluster.SignalWorkerAsync(1, Signal.Kill);

    private async Task KillThePrimaryAsync()
    {
        await Cluster.KillPrimaryAsync();
        Cluster.Start();
    }
}
