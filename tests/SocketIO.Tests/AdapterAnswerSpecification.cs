using System.Text.RegularExpressions;

namespace SocketIO.Tests;

/// <summary>What every adapter must do with broadcasts that are to be acknowledged.</summary>
public abstract class AdapterAnswerSpecification : AdapterFixture
{
    private const string Question = """^42(\d+)\["question"(,1)?\]$""";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1.5);

    [Test]
    public async Task EmitWithAck_AllAnswer_SaysWhoAnsweredWhat()
    {
        var asking = Server.Io.Main.Timeout(Long).EmitWithAckAsync("question", 1);
        for (var i = 0; i < Clients.Length; i++)
        {
            await AnswerAsync(i, $"[\"answer {i}\",{i}]");
        }

        var result = await asking.Within();

        Assert.That(result.IsComplete, Is.True);
        Assert.That(result.Answers.Select(Describe), Is.EquivalentTo(Sockets.Select((socket, i) => $"{socket.Id} answer {i} {i}")));
    }

    [Test]
    public async Task EmitWithAck_WithBytes_BothWaysArrive()
    {
        var asking = Server.Io.To("1").Timeout(Long).EmitWithAckAsync("question", new byte[] { 5 });
        foreach (var client in Clients[..2])
        {
            var id = await ReadQuestionAsync(client, """^451-(\d+)\["question",\{"_placeholder":true,"num":0\}\]$""");
            Assert.That(await client.ReadAsync(), Is.EqualTo("hex:05"));
            await client.SendAsync($$"""461-{{id}}[{"_placeholder":true,"num":0}]""");
            await client.SendAsync(7, 8);
        }

        var result = await asking.Within();

        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<byte[]>(0)), Is.EqualTo(new byte[][] { [7, 8], [7, 8] }));
    }

    [Test]
    public async Task EmitWithAck_OneIsSilent_IsMissingAfterTheTimeOut()
    {
        var asking = Server.Io.To("1").Timeout(Short).EmitWithAckAsync("question");

        var result = await asking.Within();

        Assert.That(result.IsComplete, Is.False);
        Assert.That(result.Answers, Is.Empty);
        Assert.That(result.MissingSockets, Is.EquivalentTo([Sockets[0].Id, Sockets[1].Id]));
        Assert.That(result.TimedOut, Is.True);
        Assert.That(result.MissingWorkers, Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_SomeAreSilent_TheOthersAnswersAreThere()
    {
        var asking = Server.Io.Main.Timeout(Short).EmitWithAckAsync("question");
        await AnswerAsync(0, "[\"here\",0]");
        await AnswerAsync(2, "[\"here\",2]");

        var result = await asking.Within();

        Assert.That(result.IsComplete, Is.False);
        Assert.That(result.Answers.Select(Describe), Is.EquivalentTo([$"{Sockets[0].Id} here 0", $"{Sockets[2].Id} here 2"]));
        Assert.That(result.MissingSockets, Is.EqualTo([Sockets[1].Id]));
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task EmitWithAck_OneLeaves_IsNotWaitedForButNamed(int leaver)
    {
        var asking = Server.Io.To("1").Timeout(Long).EmitWithAckAsync("question");
        await AnswerAsync(1 - leaver, "[\"here\"]");
        await ReadQuestionAsync(Clients[leaver], Question);
        Assert.That(asking.IsCompleted, Is.False);
        await Clients[leaver].SendAsync("41");

        var result = await asking.Within();

        Assert.That(result.Answers.Select(answer => answer.SocketId), Is.EqualTo([Sockets[1 - leaver].Id]));
        Assert.That(result.MissingSockets, Is.EqualTo([Sockets[leaver].Id]));
        Assert.That(result.TimedOut, Is.False);
    }

    [TestCase("1")]
    [TestCase("2")]
    public async Task EmitWithAck_OneLeavesAndOneIsSilent_TimesOut(string silentIn)
    {
        var leaver = silentIn == "1" ? 2 : 0;
        var asking = Server.Io.To(silentIn, Sockets[leaver].Id).Timeout(Short).EmitWithAckAsync("question");
        await ReadQuestionAsync(Clients[leaver], Question);
        await Clients[leaver].SendAsync("41");

        var result = await asking.Within();

        Assert.That(result.TimedOut, Is.True);
        Assert.That(result.MissingSockets, Does.Contain(Sockets[leaver].Id).And.Contain(Sockets[1].Id));
    }

    [Test]
    public async Task EmitWithAck_TwiceOrTooLate_CountsOnce()
    {
        var asking = Server.Io.To("1").Timeout(Long).EmitWithAckAsync("question");
        var id = await AnswerAsync(1, "[\"first\"]");
        await Clients[1].SendAsync($"43{id}[\"second\"]");
        await AnswerAsync(0, "[\"only\"]");

        var result = await asking.Within();
        await Clients[1].SendAsync($"43{id}[\"third\"]");

        Assert.That(result.Answers.Select(answer => answer.Arguments.Get<string>(0)), Is.EquivalentTo(["first", "only"]));
        Assert.That(await Clients[1].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_Nobody_IsCompleteAtOnce()
    {
        var result = await Server.Io.To("nobody").Timeout(Long).EmitWithAckAsync("question").Within();

        Assert.That(result.IsComplete, Is.True);
        Assert.That(result.Answers, Is.Empty);
    }

    [Test]
    public async Task EmitWithAck_Local_AsksThisServerOnly()
    {
        var asking = Server.Io.To("1").Local.Timeout(Short).EmitWithAckAsync("question");

        var result = await asking.Within();

        Assert.That(result.MissingSockets.Contains(Sockets[1].Id), Is.EqualTo(Servers[1] == Server));
        Assert.That(result.MissingSockets, Does.Contain(Sockets[0].Id));
    }

    [Test]
    public async Task EmitWithAck_BesideASocketsOwn_AnswersGoToTheirQuestions()
    {
        var own = Sockets[0].EmitWithAckAsync("own");
        Assert.That(await Clients[0].ReadAsync(), Is.EqualTo("""420["own"]"""));
        var asking = Server.Io.To(Sockets[0].Id).Timeout(Long).EmitWithAckAsync("question");
        await AnswerAsync(0, "[\"to all\"]");
        await Clients[0].SendAsync("430[\"to one\"]");

        Assert.That((await own.Within()).Get<string>(0), Is.EqualTo("to one"));
        Assert.That((await asking.Within()).Answers.Single().Arguments.Get<string>(0), Is.EqualTo("to all"));
    }

    [Test]
    public async Task EmitWithAckStream_Answers_ComeOneByOne()
    {
        await using var answers = Server.Io.To("1").Timeout(Long).EmitWithAckStream("question").GetAsyncEnumerator();
        foreach (var i in new[] { 1, 0 })
        {
            await AnswerAsync(i, $"[\"answer\",{i}]");
            Assert.That(await answers.MoveNextAsync().Within(), Is.True);
            Assert.That(Describe(answers.Current), Is.EqualTo($"{Sockets[i].Id} answer {i}"));
        }

        Assert.That(await answers.MoveNextAsync().Within(), Is.False);
    }

    [Test]
    public void EmitWithAck_WithoutTimeOut_Throws()
    {
        Assert.That(() => Server.Io.To("1").EmitWithAckAsync("question"), Throws.InvalidOperationException.With.Message.Contains("Timeout()"));
        Assert.That(() => Server.Io.To("1").EmitWithAckStream("question"), Throws.InvalidOperationException);
    }

    [Test]
    public void EmitWithAck_BadNameOrTime_Throws()
    {
        Assert.That(() => Server.Io.Main.Timeout(Long).EmitWithAckAsync("connect"), Throws.ArgumentException);
        Assert.That(() => Server.Io.Main.Timeout(TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private async Task<string> AnswerAsync(int client, string arguments)
    {
        var id = await ReadQuestionAsync(Clients[client], Question);
        await Clients[client].SendAsync($"43{id}{arguments}");
        return id;
    }

    private static async Task<string> ReadQuestionAsync(RawClient client, string pattern)
    {
        var question = await client.ReadAsync();
        var match = Regex.Match(question, pattern);
        Assert.That(match.Success, Is.True, question);
        return match.Groups[1].Value;
    }

    private static string Describe(BroadcastAck answer) =>
        $"{answer.SocketId} {answer.Arguments.Get<string>(0)} {answer.Arguments.Get<int>(1)}";
}
