using SocketIO.Sequencer;

namespace SingleProcess.Tests;

/// <summary>A server that is started again on its file.</summary>
public sealed class RestartTests
{
    [Test]
    public async Task Return_AfterARestart_GivesTheSessionBackWithWhatWasMissed()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "events.db");
        ReturningClient client;
        string sid;
        await using (var first = await RecoveryServer.StartAsync(path: path))
        {
            client = await ReturningClient.ConnectAsync(first);
            sid = client.Sid;
            var socket = await first.SocketAsync(sid);
            socket.Data["name"] = "Ada";
            await socket.JoinAsync("room");
            await first.Io.EmitAsync("seen", 1);
            await client.ReadAsync();
            client.Raw.Abort();
            await first.Io.To("room").EmitAsync("missed", 2);
        }
        using (client)
        {
            await using var second = await RecoveryServer.StartAsync(path: path);
            await second.Io.To("room").EmitAsync("missed", 3);

            await client.ReturnAsync(second.Port);

            Assert.That(client.Recovered);
            Assert.That(client.Sid, Is.EqualTo(sid));
            Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["missed",2]""", """42["missed",3]"""]));
            Assert.That((await second.SocketAsync(sid)).Data.Get<string>("name"), Is.EqualTo("Ada"));
        }
    }

    [Test]
    public async Task Return_WithoutAFile_IsNotRecoveredByTheNextProcess()
    {
        ReturningClient client;
        await using (var first = await RecoveryServer.StartAsync())
        {
            client = await ReturningClient.ConnectAsync(first);
        }
        using (client)
        {
            await using var second = await RecoveryServer.StartAsync();

            await client.ReturnAsync(second.Port);

            Assert.That(client.Recovered, Is.False);
        }
    }

    [Test]
    public async Task Start_WhileAnotherServerUsesTheFile_FailsWithASentenceAndHarmsNobody()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "made", "events.db");
        await using var first = await RecoveryServer.StartAsync(path: path);
        using var client = await ReturningClient.ConnectAsync(first);

        var failure = await Assert.ThrowsAsync<SequencerException>(() => RecoveryServer.StartAsync(path: path));

        Assert.That(failure!.Kind, Is.EqualTo(SequencerFault.Locked));
        Assert.That(failure.Message, Does.StartWith($"The log {path} cannot be used: ").And.Contain("another process"));
        await first.Io.EmitAsync("still", 1);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["still",1]"""));
    }

    [Test]
    public async Task Start_WhereNoFileCanBe_FailsWithASentence()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var failure = await Assert.ThrowsAsync<SequencerException>(() => RecoveryServer.StartAsync(path: Path.Combine(file, "events.db")));

        Assert.That(failure!.Message, Does.Contain(file));
    }

    [Test]
    public async Task Start_OnAFileThatIsNoDatabase_FailsWithASentence()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "events.db");
        File.WriteAllText(path, "this is no database, but long enough to look like something at first");

        var fault = await Assert.ThrowsAsync<SequencerException>(() => RecoveryServer.StartAsync(path: path));

        Assert.That(fault!.Message, Does.Contain(path));
    }
}
