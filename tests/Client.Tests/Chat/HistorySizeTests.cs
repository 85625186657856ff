using Client.Tests.Support;

namespace Client.Tests.Chat;

/// <summary>How much of a long history a client gets by itself.</summary>
public sealed class HistorySizeTests
{
    private const int Newest = 1_000;
    private const int Stored = 1_050;

    [Test]
    public async Task Connect_WithALongHistory_GivesTheNewestThousandAndTheRestWhenAsked()
    {
        await using var cluster = await ClusterProcess.StartAsync(
            new ClusterSettings { Environment = new Dictionary<string, string> { ["Chat__MessagesPerSecond"] = "0" } });
        await using var clients = new NodeClients();
        var speaker = await clients.ConnectAsync(TransportMode.WebSocket, cluster.Url(0));
        await Task.WhenAll(Enumerable.Range(1, Stored).Select(number => speaker.SayForIdAsync($"text {number}", $"key {number}")));

        var reader = await clients.ConnectAsync(TransportMode.WebSocket, cluster.Url(1));
        var near = await clients.ConnectAsync(TransportMode.WebSocket, cluster.Url(1), new { auth = new { serverOffset = Stored - Newest } });

        foreach (var client in new[] { reader, near })
        {
            Assert.That((await client.WaitShownIdAsync(Stored)).Select(message => message.Id), Is.EqualTo(Enumerable.Range(Stored - Newest + 1, Newest)));
        }
        Assert.That((await reader.ReceivedAsync("left out")).Single().Args[0].GetInt64(), Is.EqualTo(Stored - Newest));
        Assert.That(await near.ReceivedAsync("left out"), Is.Empty, "it has all before");
        var older = (await reader.AskAsync("older", Stored - Newest + 1))[0].GetProperty("messages").EnumerateArray();
        Assert.That(older.Select(message => message.GetProperty("text").GetString()), Is.EqualTo(Enumerable.Range(1, Stored - Newest).Select(number => $"text {number}")));
    }

    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase("many")]
    public async Task Start_WithAWrongSize_EndsWithASentence(string size)
    {
        var settings = new ClusterSettings { Environment = new Dictionary<string, string> { ["Chat__HistoryAtConnect"] = size } };

        var error = await Assert.CatchAsync(() => ClusterProcess.StartAsync(settings));

        Assert.That(error!.Message, Does.Contain("The setting Chat:HistoryAtConnect must be a number of messages; 0 is no limit."));
    }
}
