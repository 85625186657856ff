using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>Which histories a server can have.</summary>
public sealed class HistorySetupTests : HistoryFixture
{
    [Test]
    public void UseHistory_Again_GivesTheSame()
    {
        Assert.That(Server.Io.Main.UseHistory("m"), Is.SameAs(History));
        Assert.That(Server.Io.Main.History, Is.SameAs(History));
        Assert.That(
            () => Server.Io.Main.UseHistory("other"),
            Throws.InvalidOperationException.With.Message.Contains("keeps the event \"m\"").And.Message.Contains("\"other\""));
        Assert.That(
            () => Server.Io.Of("/other").UseHistory("m"),
            Throws.InvalidOperationException.With.Message.Contains("namespace / has the history \"\" already"));
        Assert.That(() => Server.Io.Main.UseHistory("disconnect", new HistoryOptions { Name = "x" }), Throws.ArgumentException);
        Assert.That(() => Server.Io.Main.UseHistory("m", new HistoryOptions { Name = "a\u0001b" }), Throws.ArgumentException);
    }

    [Test]
    public async Task UseHistory_ByAnotherName_IsAHistoryOfItsOwnWithIdsOfTheSameOrder()
    {
        var news = Server.Io.Main.UseHistory("news", new HistoryOptions { Name = "news" });
        var elsewhere = Server.Io.Of("/other").UseHistory("m", new HistoryOptions { Name = "elsewhere" });
        Server.Io.OnConnection(socket => news.Replay(socket, 0));
        Server.Io.Of("/other").OnConnection(socket => elsewhere.Replay(socket, 0));

        Assert.That((await History.AppendAsync("k", "text").AsTask().Within()).Id, Is.EqualTo(1));
        Assert.That(await news.AppendAsync("k", "text").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Stored, 2)), "keys are a history's own");
        Assert.That(await elsewhere.AppendAsync("k", "other").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Stored, 3)));
        Assert.That(await news.AppendAsync("k", "text").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 2)));
        using var client = await ReturningClient.ConnectAsync(Server);
        using var other = await ReturningClient.ConnectAsync(Server, "/other");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["news","text",2]"""));
        Assert.That(await other.ReadAsync(), Is.EqualTo("""42/other,["m","other",3]"""));
        await news.AppendAsync("k2", "more").AsTask().Within();
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["news","more",4]"""));
        await elsewhere.AppendAsync("k2", "again").AsTask().Within();
        Assert.That(await other.ReadAsync(), Is.EqualTo("""42/other,["m","again",5]"""));
    }

    [Test]
    public async Task UseHistory_WithoutALogOrWithoutRecovery_SaysWhatToDo()
    {
        await using var server = await SocketServer.StartAsync();
        await using var withLog = await SocketServer.StartAsync(services: services => Microsoft.Extensions.DependencyInjection.SequencerServiceCollectionExtensions.AddSocketIOSequencer(services));

        Assert.That(() => server.Io.Main.UseHistory("m"), Throws.InvalidOperationException.With.Message.Contains("JoinCluster()"));
        Assert.That(() => withLog.Io.Main.UseHistory("m"), Throws.InvalidOperationException.With.Message.Contains("ConnectionStateRecovery"));
    }
}
