using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>What clients get of a history that keeps only some of its events.</summary>
public sealed class RetentionTests : HistoryFixture
{
    private protected override HistoryOptions? Options => new() { MaxEvents = 5 };

    [TestCase(0, true)]
    [TestCase(3, true)]
    [TestCase(15, false)]
    [TestCase(17, false)]
    public async Task Replay_FromBeforeWhatIsKept_SaysUpToWhichTheRestWasAndSendsWhatIsKept(int after, bool isTold)
    {
        await AppendAsync(20);
        await TrimmedAsync(5);

        using var client = await ConnectAsync(after, ",\"newest\":100");

        if (isTold)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"left out\",15]"));
        }
        await ReadThroughAsync(client, Math.Max(after + 1, 16), 20);
        await BecomeLiveAsync(client);
    }

    [Test]
    public async Task Replay_WithoutALimit_SendsWhatIsKeptThoughMoreWasReadBefore()
    {
        await AppendAsync(20);
        using (var before = await ConnectAsync())
        {
            await ReadThroughAsync(before, 1, 20);
        }
        await TrimmedAsync(5);

        using var client = await ConnectAsync();

        await ReadThroughAsync(client, 16, 20);
        await BecomeLiveAsync(client);
    }

    [Test]
    public async Task Replay_WhileEventsAreRemoved_EndsWithAllThatIsKept()
    {
        await AppendAsync(250);
        var (reading, gate) = HoldReading();
        using var client = await ConnectAsync();
        await reading.Within();
        await Eventually.TrueAsync(() => Log.FindRemoved(new HistoryRoom("", "")) == 245, "the removal");
        gate.SetResult();

        var ids = new List<int>();
        while (ids.Count == 0 || ids[^1] != 250)
        {
            var packet = await client.ReadAsync();
            ids.Add(int.Parse(packet.Split(',')[2].TrimEnd(']'), System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.That(ids.TakeLast(5), Is.EqualTo(Enumerable.Range(246, 5)));
        Assert.That(ids, Is.Ordered.And.Unique);
        await BecomeLiveAsync(client);
    }

    [Test]
    public async Task Append_TheKeyOfARemovedEvent_IsStoredAnew()
    {
        await AppendAsync(6);
        await TrimmedAsync(5);

        Assert.That(await History.AppendAsync("key  1", "text 1").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Stored, 7)));
        Assert.That(await History.AppendAsync("key  2", "text 2").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 2)));
    }

    [Test]
    public void UseHistory_WithTooLittleToKeep_Throws()
    {
        foreach (var options in (HistoryOptions[])[
            new() { Name = "x", MaxEvents = 0 }, new() { Name = "x", MaxEvents = -1 }, new() { Name = "x", MaxAge = TimeSpan.Zero },
            new() { Name = "x", MaxAge = TimeSpan.FromMilliseconds(999) }])
        {
            Assert.That(() => Server.Io.Main.UseHistory("x", options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("leave it out"));
        }
    }

    private Task TrimmedAsync(int kept) => Eventually.TrueAsync(
        async () => (await History.ReadBackAsync(long.MaxValue, 1_000).Within()).Count == kept, "the removal of what is too much");

    private static async Task ReadThroughAsync(ReturningClient client, int first, int last)
    {
        for (var id = first; id <= last; id++)
        {
            Assert.That(await client.ReadAsync(), Does.Match($",{id}(,.*)?\\]$"));
        }
    }
}
