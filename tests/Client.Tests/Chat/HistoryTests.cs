using System.Globalization;
using System.Text.Json;
using Client.Tests.Support;

namespace Client.Tests.Chat;

public sealed class HistoryTests : ChatTest
{
    private const int Writers = 12;

    // As many as one may write at once.
    private const int OfEach = 100;
    private const int Stored = Writers * OfEach;

    private long _last;

    [OneTimeSetUp]
    public async Task StoreAsync()
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var client = await ChatCluster.Clients.ConnectAsync(TransportMode.WebSocket, Cluster.Url(0), new { auth = new { serverOffset = await LastIdAsync() } });
            await Task.WhenAll(Enumerable.Range(0, OfEach).Select(i => client.SayForIdAsync($"history {writer} {i}", NewKey())));
            await client.CloseAsync();
        }
        _last = await LastIdAsync();
        Assert.That(_last, Is.GreaterThanOrEqualTo(Stored));
    }

    [TestCase(TransportMode.Polling)]
    [TestCase(TransportMode.WebSocket)]
    [TestCase(TransportMode.Upgrade)]
    public async Task Connect_WhileOthersSend_ShowsAllOnceAndInOrder(TransportMode mode)
    {
        var senders = new[] { await ConnectAsync(0), await ConnectAsync(1) };
        var sending = Task.WhenAll(senders.SelectMany(sender => Enumerable.Range(0, 100).Select(i => sender.SayForIdAsync($"live {i}", NewKey()))));

        var readers = new List<NodeSocket>();
        for (var i = 0; i < 4; i++)
        {
            readers.Add(await ConnectAsync(i % 2, new { serverOffset = 0 }, mode));
        }

        var last = (await sending).Max();
        var stored = StoredMessages.Read(Cluster).Select(message => new ShownMessage(message.Content, message.Id)).ToArray();
        Assert.That(StoredMessages.ReadAll(Cluster).Select(message => message.Id), Is.EqualTo(Enumerable.Range(1, (int)last)));
        foreach (var reader in readers)
        {
            Assert.That(await reader.WaitShownAsync(stored.Length, TimeSpan.FromSeconds(20)), Is.EqualTo(stored));
        }
    }

    [TestCase("1100")]
    [TestCase("1")]
    public async Task Connect_OffsetInTheMiddle_ShowsWhatIsNewer(string offset) =>
        await AssertShownAfterAsync($$"""{ "serverOffset": {{offset}} }""", long.Parse(offset, CultureInfo.InvariantCulture));

    [TestCase("""{}""")]
    [TestCase("""{ "serverOffset": 0 }""")]
    [TestCase("""{ "serverOffset": -5 }""")]
    [TestCase("""{ "serverOffset": 3.5 }""")]
    [TestCase("""{ "serverOffset": "1100" }""")]
    [TestCase("""{ "serverOffset": "now" }""")]
    [TestCase("""{ "serverOffset": null }""")]
    [TestCase("""{ "serverOffset": true }""")]
    [TestCase("""{ "serverOffset": [1100] }""")]
    [TestCase("""{ "serverOffset": 9007199254740991 }""")]
    [TestCase("""{ "serverOffset": 1e300 }""")]
    [TestCase("""{ "serverOffset": 1100, "epoch": "another" }""")]
    public async Task Connect_OffsetThatIsNone_ShowsEverything(string auth) => await AssertShownAfterAsync(auth, 0);

    [Test]
    public async Task Connect_OffsetOfTheLogsEnd_ShowsOnlyWhatIsNew()
    {
        var last = await LastIdAsync();
        var client = await ConnectAsync(0, new { serverOffset = last });
        var id = await client.SayForIdAsync("new", NewKey());

        Assert.That(await client.WaitShownAsync(1), Is.EqualTo(new[] { new ShownMessage("new", id) }));
    }

    [Test]
    public async Task Connect_OffsetWithItsOwnEpoch_ShowsWhatIsNewer()
    {
        var epoch = (await Cluster.HealthAsync()).Log.Epoch;
        var client = await ConnectAsync(1);
        var server = (await client.WaitAsync("server"))[0].Args[0];
        Assert.That(server.GetProperty("epoch").GetString(), Is.EqualTo(epoch), "clients are told another epoch");

        await AssertShownAfterAsync($$"""{ "serverOffset": 1100, "epoch": "{{epoch}}" }""", 1100);
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task Connect_AnyClient_IsToldWhomItTalksTo(int worker)
    {
        var client = await ConnectAsync(worker);

        var server = (await client.WaitAsync("server"))[0].Args[0];

        Assert.Multiple(() =>
        {
            Assert.That(server.GetProperty("worker").GetInt32(), Is.EqualTo(worker));
            Assert.That(server.GetProperty("port").GetInt32(), Is.EqualTo(Cluster.Port + worker));
            Assert.That(server.GetProperty("peers").EnumerateArray().Select(port => port.GetInt32()), Is.EqualTo(new[] { Cluster.Port, Cluster.Port + 1 }));
        });
        Assert.That(server.GetProperty("pid").GetInt32(), Is.EqualTo(await Cluster.WorkerPidAsync(worker)));
    }

    private async Task AssertShownAfterAsync(string auth, long after)
    {
        foreach (var worker in new[] { 0, 1 })
        {
            var client = await ConnectAsync(worker, JsonElement.Parse(auth));
            // Beyond the history, so that one too many would show.
            var marker = await client.SayForIdAsync("marker", NewKey());

            var shown = await client.WaitShownIdAsync(marker);
            Assert.That(shown.Select(message => message.Id), Is.EqualTo(StoredMessages.Read(Cluster).Select(message => message.Id).Where(id => id > after && id <= marker)));
        }
    }
}
