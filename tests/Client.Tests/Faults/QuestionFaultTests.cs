using System.Diagnostics;
using System.Text.Json;
using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Faults;

/// <summary>Questions to all, while a worker that is asked dies or hangs.</summary>
public sealed class QuestionFaultTests : FaultTest
{
    private const int Long = 60_000;

    [Test]
    public async Task BroadcastWithAck_AllWorkersAlive_HasEveryAnswer()
    {
        await StartAsync(2, BuildOutput.TestWorker);
        var (asker, near, far) = (await ConnectInAsync(0), await ConnectInAsync(0), await ConnectInAsync(1));
        foreach (var client in new[] { asker, near, far })
        {
            await client.RespondAsync("question", Bytes(1, 2, 3));
        }

        var answer = await asker.AskWithinAsync(TimeSpan.FromSeconds(20), "ask room", Long, "room", Bytes(9));

        Assert.That(Ids(answer[0]), Is.EquivalentTo(await IdsAsync(asker, near, far)));
        Assert.That(answer[0].EnumerateArray().Select(item => item.GetProperty("length").GetInt32()), Is.All.EqualTo(3));
        Assert.That(answer[1].GetArrayLength(), Is.Zero);
        Assert.That(answer[2].GetInt32(), Is.Zero);
        Assert.That((await far.ReceivedAsync("question")).Arguments(), Is.EqualTo(new[] { Json(new[] { Bytes(9) }) }));
    }

    [Test]
    public async Task BroadcastWithAck_WorkerKilledMeanwhile_CompletesAtOnceWithTheOthersAnswers()
    {
        await StartAsync(3, BuildOutput.TestWorker);
        var (asker, far, doomed) = (await ConnectInAsync(0), await ConnectInAsync(1), await ConnectInAsync(2));
        await asker.RespondAsync("question", Bytes(1));
        await far.RespondAsync("question", Bytes(2));
        var expected = await IdsAsync(asker, far);
        var lost = await IdsAsync(doomed);

        var asking = asker.AskWithinAsync(TimeSpan.FromSeconds(40), "ask room", Long, "room", "?");
        await doomed.WaitAsync("question");
        // An answer of its worker comes behind what that one has said of the question: to whom it went.
        await doomed.AskWithinAsync(TimeSpan.FromSeconds(20), "ask workers", Long, "?");
        var watch = Stopwatch.StartNew();
        await Cluster.SignalWorkerAsync(2, Signal.Kill);
        var answer = await asking;

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)), "it waits for the dead");
        Assert.That(Ids(answer[0]), Is.EquivalentTo(expected));
        Assert.That(answer[1].EnumerateArray().Select(item => item.GetString()), Is.EqualTo(lost));
        Assert.That(answer[2].GetInt32(), Is.EqualTo(1), "workers that are missing");
    }

    [Test]
    public async Task BroadcastWithAck_WorkerStopped_GivesPartialAnswersAfterTheTimeOut()
    {
        await StartAsync(3, BuildOutput.TestWorker);
        var (asker, far, _) = (await ConnectInAsync(0), await ConnectInAsync(1), await ConnectInAsync(2));
        await asker.RespondAsync("question", Bytes(1));
        await far.RespondAsync("question", Bytes(2));

        await Cluster.SignalWorkerAsync(2, Signal.Stop);
        var watch = Stopwatch.StartNew();
        var answer = await asker.AskWithinAsync(TimeSpan.FromSeconds(20), "ask room", 2_000, "room", "?");

        Assert.That(watch.Elapsed, Is.InRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(5)), "the time-out is the asker's own");
        Assert.That(Ids(answer[0]), Is.EquivalentTo(await IdsAsync(asker, far)));
        Assert.That(answer[2].GetInt32(), Is.EqualTo(1), "workers that are missing");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task ServerSideEmitWithAck_WorkerStoppedOrKilledMeanwhile_HasTheOthersAnswer(bool killed)
    {
        await StartAsync(3, BuildOutput.TestWorker);
        var asker = await ConnectAsync(0);
        var witness = await ConnectAsync(1);
        var far = await Cluster.WorkerPidAsync(1);

        var stopped = await Cluster.SignalWorkerAsync(2, Signal.Stop);
        var watch = Stopwatch.StartNew();
        var asking = asker.AskWithinAsync(TimeSpan.FromSeconds(40), "ask workers", killed ? Long : 2_000, Bytes(1, 2));
        await witness.WaitAsync("worker asked");
        if (killed)
        {
            Signal.Kill.Send(stopped);
        }
        var answer = await asking;

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(8)));
        Assert.That(answer[0].EnumerateArray().Select(item => item.GetInt32()), Is.EqualTo(new[] { far }));
        Assert.That(answer[1].GetInt32(), Is.EqualTo(1), "workers that are missing");
        Assert.That(Json(answer[2]), Is.EqualTo(Json(Bytes(1, 2))));
    }

    private async Task<NodeSocket> ConnectInAsync(int worker)
    {
        var client = await ConnectAsync(worker);
        await client.AskAsync("join", "room");
        return client;
    }

    private static IEnumerable<string?> Ids(JsonElement answers) =>
        answers.EnumerateArray().Select(item => item.GetProperty("id").GetString());

    private static async Task<string[]> IdsAsync(params NodeSocket[] clients) =>
        [.. (await Task.WhenAll(clients.Select(client => client.StateAsync()))).Select(state => state.Id!)];
}
