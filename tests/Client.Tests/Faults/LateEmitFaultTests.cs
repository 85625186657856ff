namespace Client.Tests.Faults;

/// <summary>A worker that sends by the socket of a connection that is gone.</summary>
public sealed class LateEmitFaultTests : FaultTest
{
    [Test]
    public async Task Emit_ClientHasGoneToAnotherWorker_ReachesItThereOnce()
    {
        await StartAsync(2, BuildOutput.TestWorker, new Dictionary<string, string> { ["TEST_RECOVERY_WINDOW"] = "60000" });
        var client = await ConnectAsync(0);
        await client.AskAsync("tell me when I am gone");

        await client.MoveAsync(Cluster.Url(1));

        await client.WaitConnectedAsync(2, TimeSpan.FromSeconds(20));
        await client.WaitAsync("done", timeout: TimeSpan.FromSeconds(20));
        await client.AskAsync("ask me when I am back");
        await client.WaitAsync("question");
        Assert.That(await client.ReceivedAsync("done"), Has.Count.EqualTo(1));
        Assert.That((await client.StateAsync()).Recovered, Is.True);
    }
}
