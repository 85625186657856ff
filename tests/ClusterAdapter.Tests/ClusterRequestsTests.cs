using System.Diagnostics.Metrics;
using Cluster.Protos;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ClusterAdapter.Tests;

public sealed class ClusterRequestsTests
{
    private FakeTimeProvider _time = null!;
    private OutboxProbe _probe = null!;
    private ClusterMembers _members = null!;
    private ClusterRequests _requests = null!;

    [SetUp]
    public void Create()
    {
        _time = new FakeTimeProvider();
        _probe = new OutboxProbe();
        _members = new ClusterMembers("own");
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var publisher = new Publisher(_members, new ClusterMetrics(meters, new SubmissionBuffer(1)));
        publisher.Attach(_probe.Outbox);
        _requests = new ClusterRequests(publisher, _members, _time);
        SetMembers("own", "b", "c");
    }

    [Test]
    public async Task Ask_AllAnswer_GivesTheAnswers()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "c");
        Assert.That(asking.IsCompleted, Is.False);
        Answered(1, "b");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("c b; missing"));
        Assert.That((await _probe.CloseAsync()).Select(frame => frame.Request.Id), Is.EqualTo([1L]));
    }

    [Test]
    public async Task Ask_NobodyElseIsThere_GivesNothing()
    {
        var asking = Ask();
        Routed(1);

        Assert.That(Describe(await asking.Within()), Is.EqualTo("; missing"));
    }

    [Test]
    public async Task Ask_AnswerTwiceOrOfAStranger_CountsOnce()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "b");
        Answered(1, "b");
        Answered(1, "x");
        Answered(99, "c");
        Assert.That(asking.IsCompleted, Is.False);
        Answered(1, "c");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b c; missing"));
    }

    [Test]
    public async Task Ask_MemberLeaves_IsNotWaitedForButNamed()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "b");

        SetMembers("own", "b");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing c"));
    }

    [Test]
    public async Task Ask_MemberLeavesBeforeItIsKnownWhomItWentTo_OthersAreWaitedFor()
    {
        var asking = Ask();
        SetMembers("own", "b");
        Assert.That(asking.IsCompleted, Is.False);
        Routed(1, "b");
        Answered(1, "b");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing"));
    }

    [Test]
    public async Task Ask_MemberComesLater_IsNotWaitedFor()
    {
        var asking = Ask();
        Routed(1, "b");
        SetMembers("own", "b", "new");
        Answered(1, "b");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing"));
    }

    [Test]
    public async Task Ask_StreamBreaks_GivesWhatItHas()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "c");

        _requests.Detached();

        Assert.That(Describe(await asking.Within()), Is.EqualTo("c; missing b"));
    }

    [Test]
    public async Task Ask_StreamBreaksBeforeItIsRouted_AllOthersAreMissing()
    {
        var asking = Ask();

        _requests.Detached();

        Assert.That(Describe(await asking.Within()), Is.EqualTo("; missing b c"));
    }

    [Test]
    public async Task Ask_PrimaryAway_AllOthersAreMissingAtOnce()
    {
        await _probe.CloseAsync();

        Assert.That(Describe(await Ask().Within()), Is.EqualTo("; missing b c"));
    }

    [Test]
    public async Task Ask_OneIsSlow_IsMissingAfterFiveSeconds()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "b");

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(asking.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing c"));
        Assert.That(() => Answered(1, "c"), Throws.Nothing, "a late answer");
    }

    [Test]
    public async Task Ask_Cancelled_StopsWaiting()
    {
        using var cancellation = new CancellationTokenSource();
        var asking = _requests.AskAsync(new Request(), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => asking.Within());
    }

    [Test]
    public async Task Ask_SeveralAtOnce_AnswersGoToTheirQuestions()
    {
        var (first, second) = (Ask(), Ask());
        Routed(1, "b");
        Routed(2, "c");
        Answered(2, "c");
        Answered(1, "b");

        Assert.That(Describe(await first.Within()), Is.EqualTo("b; missing"));
        Assert.That(Describe(await second.Within()), Is.EqualTo("c; missing"));
    }

    [Test]
    public async Task Ask_AnswerInParts_IsWaitedForToItsEnd()
    {
        var heard = new List<string>();
        var asking = _requests.AskAsync(new Request(), TimeSpan.FromMinutes(1), response => heard.Add(response.From), CancellationToken.None);
        Routed(1, "b", "c");
        Answered(1, "b", more: true);
        Answered(1, "c");
        Assert.That(asking.IsCompleted, Is.False);
        Assert.That(heard, Is.EqualTo(["b", "c"]));
        Answered(1, "b");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b c b; missing"));
    }

    [TestCase(50)]
    [TestCase(60_000)]
    public async Task Ask_WithPatience_LastsJustSoLong(int milliseconds)
    {
        var asking = _requests.AskAsync(new Request(), TimeSpan.FromMilliseconds(milliseconds), _ => { }, CancellationToken.None);
        Routed(1, "b", "c");
        Answered(1, "b", more: true);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.That(asking.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing c"), "who has begun to answer is there");
    }

    [Test]
    public async Task Ask_MemberLeavesAmidItsAnswer_IsMissing()
    {
        var asking = Ask();
        Routed(1, "b");
        Answered(1, "b", more: true);
        SetMembers("own");

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing b"));
    }

    [Test]
    public async Task Ask_AnswerSaysNothing_IsMissingAtOnce()
    {
        var asking = Ask();
        Routed(1, "b", "c");
        Answered(1, "b");
        _requests.Answered(new Response { Id = 1, From = "c" });

        Assert.That(Describe(await asking.Within()), Is.EqualTo("b; missing c"));
    }

    private Task<ClusterAnswers> Ask() => _requests.AskAsync(new Request { Namespace = "/" }, CancellationToken.None);

    private void Routed(long id, params string[] instances) => _requests.Routed(new RequestRouted { Id = id, Instances = { instances } });

    private void Answered(long id, string from, bool more = false) =>
        _requests.Answered(new Response { Id = id, From = from, More = more, Sockets = new Sockets() });

    private void SetMembers(params string[] instances)
    {
        var members = new Members();
        members.Members_.AddRange(instances.Select(instance => new Member { Instance = instance }));
        _members.Replace(members);
        _requests.MembersChanged();
    }

    private static string Describe(ClusterAnswers answers) =>
        $"{string.Join(' ', answers.Responses.Select(response => response.From))}; missing {string.Join(' ', answers.Missing.Order())}".TrimEnd();
}
