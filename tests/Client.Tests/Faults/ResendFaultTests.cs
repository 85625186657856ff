namespace Client.Tests.Faults;

/// <summary>A question to one client that goes before it has answered, and comes back to another worker.</summary>
public sealed class ResendFaultTests : FaultTest
{
    private static readonly Dictionary<string, string> Resending = new()
    {
        ["TEST_RECOVERY_WINDOW"] = "60000",
        ["TEST_RECOVERY_RESEND"] = "1",
    };

    [Test]
    public async Task EmitWithAck_ClientComesBackToAnotherWorker_IsAskedAgainAndTheAnswerReachesTheFirst()
    {
        await StartAsync(2, BuildOutput.TestWorker, Resending);
        var (client, witness) = (await ConnectAsync(0), await ConnectAsync(0));
        var id = await AskBackAsync(client);

        await client.MoveAsync(Cluster.Url(1));
        await AssertAnsweredOnceAsync(client, witness, id);
    }

    [Test]
    public async Task EmitWithAck_ClientGoesTwiceBeforeItAnswers_IsAskedAgainUntilItDoes()
    {
        await StartAsync(2, BuildOutput.TestWorker, Resending);
        var (client, witness) = (await ConnectAsync(0), await ConnectAsync(0));
        var id = await AskBackAsync(client, respond: false);

        await client.MoveAsync(Cluster.Url(1));
        await client.WaitAsync("question", 2);
        await client.RespondAsync("question", "late");
        await client.CutTransportAsync();

        await AssertAnsweredOnceAsync(client, witness, id, connects: 3);
    }

    [Test]
    public async Task EmitWithAck_TheOtherWorkerDiesBeforeTheAnswer_IsAskedAgain()
    {
        await StartAsync(2, BuildOutput.TestWorker, Resending);
        var (client, witness) = (await ConnectAsync(0), await ConnectAsync(0));
        var id = await AskBackAsync(client, respond: false);

        await client.MoveAsync(Cluster.Url(1));
        await client.WaitAsync("question", 2);
        await client.RespondAsync("question", "late");
        await Cluster.SignalWorkerAsync(1, Signal.Kill);

        await AssertAnsweredOnceAsync(client, witness, id, connects: 3);
    }

    /// <summary>Lets a server ask the client, which does not answer the first time.</summary>
    private static async Task<string> AskBackAsync(NodeSocket client, bool respond = true)
    {
        await client.AskAsync("ask me when I am back");
        await client.WaitAsync("question");
        if (respond)
        {
            await client.RespondAsync("question", "late");
        }
        return (await client.StateAsync()).Id!;
    }

    private static async Task AssertAnsweredOnceAsync(NodeSocket client, NodeSocket witness, string id, int connects = 2)
    {
        await client.WaitConnectedAsync(connects, TimeSpan.FromSeconds(20));
        var answered = await witness.WaitAsync("answered", timeout: TimeSpan.FromSeconds(20));
        Assert.That((await client.StateAsync()).Recovered, Is.True);
        Assert.That(answered.Select(item => (item.Args[0].GetString(), item.Args[1].GetString())), Is.EqualTo(new[] { (id, "late") }));
        Assert.That(await client.ReceivedAsync("question"), Has.Count.EqualTo(connects));
    }
}
