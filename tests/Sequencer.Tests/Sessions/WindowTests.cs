using Microsoft.Extensions.Logging.Testing;
using NUnit.Framework;
using SocketIO.Sequencer.Submissions;
using Testing;

namespace Sequencer.Tests.Sessions;

[TestFixture]
public sealed class WindowTests : SessionFixture
{
    private readonly Recorder _recorder = new();
    private readonly FakeLogger _logger = new();
    private int _maxAway;

    private protected override SequencerOptions Options => new() { Path = DatabasePath, MaxAwaySessions = _maxAway };

    [SetUp]
    public void Forget()
    {
        _recorder.Reset();
        _logger.Collector.Clear();
        _maxAway = 100_000;
    }

    [Test]
    public void Depart_WithAWindow_IsAwayAndItsOwnerHasNothingMoreToSay()
    {
        Connect("a", "s", "room");

        var number = Depart("a", "s");

        Assert.That(((SessionChanged)Entry(number).Event).Kind, Is.EqualTo(SessionChangeKind.Away));
        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(0, 1)));
        Denied(Submit("a", new DepartOperation(KeyOf("s"), Ended: true)));
        Denied(Submit("a", new JoinOperation(KeyOf("s"), ["x"])));
    }

    [TestCase(true, 120)]
    [TestCase(false, 0)]
    public void Depart_EndedOrWithoutAWindow_IsOver(bool ended, int seconds)
    {
        Submit("a", NewSession("s", TimeSpan.FromSeconds(seconds)));

        var number = Accepted(Submit("a", new DepartOperation(KeyOf("s"), ended)));

        Assert.That(((SessionChanged)Entry(number).Event).Kind, Is.EqualTo(SessionChangeKind.Ended));
        Assert.That(Log.Sessions, Is.EqualTo(default(SessionCounts)));
        Accepted(Submit("a", NewSession("s")));
    }

    [Test]
    public async Task GiveUp_Instance_ItsSessionsAreAwayAndItsWordsAreVoid()
    {
        Connect("a", "s");
        Connect("a", "claimed");
        Submit("a", NewSession("no window", TimeSpan.Zero));
        Connect("b", "other");
        Claimed("a", "claimed");
        await using var writer = Write();
        await writer.EnqueueAsync(Next("a", new JoinOperation(KeyOf("s"), ["before"])));

        writer.GiveUp("a");
        await writer.EnqueueAsync(Next("a", new JoinOperation(KeyOf("s"), ["after"])));
        await writer.EnqueueAsync(Next("a", NewSession("late")));
        await writer.EnqueueAsync(Next("a", new EmitEvent(Name, BroadcastTarget.Everyone, default)));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 5, "the commits");

        var statuses = _recorder.Results.Where(result => result.Submission.Sequence > 0).Select(result => result.Status);
        Assert.That(statuses, Is.EqualTo([SubmissionStatus.Sequenced, SubmissionStatus.Denied, SubmissionStatus.Denied, SubmissionStatus.Denied]));
        var gone = (SessionsChanged)LastEntry().Event;
        Assert.That((gone.Kind, gone.Instance), Is.EqualTo((SessionChangeKind.WorkerGone, "a")));
        Assert.That(gone.Sessions.Select(session => (session.Sid, session.Ended)),
            Is.EquivalentTo([("s", false), ("claimed", false), ("no window", true)]));
        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(1, 2)));
        Assert.That(Log.IsGone("a"), Is.True);
        Assert.That(Log.Owners(), Is.EquivalentTo(["b"]));
    }

    [Test]
    public async Task GiveUp_ThenRestart_IsRemembered()
    {
        Connect("a", "s");
        await using (var writer = Write())
        {
            writer.GiveUp("a");
            writer.GiveUp("without sessions");
            await Eventually.TrueAsync(() => _recorder.Results.Count == 2, "the commits");
        }
        Restart();

        Denied(Submit("a", new EmitEvent(Name, BroadcastTarget.Everyone, default)));
        Assert.That(Log.IsGone("without sessions"), Is.True);
        Assert.That(Log.LastSubmission("a"), Is.EqualTo(1), "what a lost instance says is not even counted");
        Claimed("b", "s");
    }

    [Test]
    public async Task Window_Over_IsSaidOnceForAllByTheNextSecond()
    {
        Connect("a", "one");
        Connect("a", "two");
        Connect("a", "later");
        Depart("a", "one");
        Depart("a", "two");
        Time.Advance(TimeSpan.FromSeconds(1.5));
        Depart("a", "later");
        await using var writer = Write();

        Time.Advance(Window - TimeSpan.FromSeconds(1.5) - TimeSpan.FromMilliseconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 1, "the end of the window");
        Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 2, "the end of the later window");

        var entries = _recorder.Results.Select(result => (SessionsChanged)Entry(result.Number).Event).ToList();
        Assert.That(entries.Select(entry => entry.Kind), Is.All.EqualTo(SessionChangeKind.Expired));
        Assert.That(entries[0].Sessions.Select(session => session.Sid), Is.EquivalentTo(["one", "two"]));
        Assert.That(entries[1].Sessions, Is.EqualTo([new SessionReference(Name, "later", "later-person", Ended: true)]));
        Assert.That(Log.Sessions, Is.EqualTo(default(SessionCounts)));
    }

    [Test]
    public void Claim_AheadOfTheExpiry_Wins()
    {
        Connect("a", "s");
        Depart("a", "s");
        Time.Advance(Window - TimeSpan.FromMilliseconds(1));
        var results = Log.Commit([Next("b", new ClaimOperation(Name, "s-pid")), Expire]);
        Time.Advance(Window);
        Log.Commit([Expire]);

        Assert.That(results.Select(result => result.Number), Is.EqualTo([3L, 0L]), "there is nothing to expire");
        Accepted(Submit("b", new ResumeOperation(KeyOf("s"))));
    }

    [Test]
    public void Claim_BehindTheExpiry_IsDenied()
    {
        Connect("a", "s");
        Depart("a", "s");
        Time.Advance(Window);

        var results = Log.Commit([Expire, Next("b", new ClaimOperation(Name, "s-pid"))]);

        Assert.That(results.Select(result => result.Status), Is.EqualTo([SubmissionStatus.Sequenced, SubmissionStatus.Denied]));
    }

    [Test]
    public void Claim_WindowOverButNotSaidYet_SaysItOnce()
    {
        Connect("a", "s");
        Depart("a", "s");
        Time.Advance(Window);

        Denied(Claim("b", "s"));

        var expired = (SessionsChanged)LastEntry().Event;
        Assert.That((expired.Kind, expired.Sessions.Single().Sid), Is.EqualTo((SessionChangeKind.Expired, "s")));
        Assert.That(Log.Commit([Expire])[0].Number, Is.Zero);
    }

    [Test]
    public async Task Window_TooManyAway_TheOldestAreDroppedAndItIsLogged()
    {
        _maxAway = 3;
        for (var i = 1; i <= 5; i++)
        {
            Connect("a", $"s{i}");
            Depart("a", $"s{i}");
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await using var writer = Write();

        Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 1, "the end of the oldest");

        Assert.That(((SessionsChanged)LastEntry().Event).Sessions.Select(session => session.Sid), Is.EquivalentTo(["s1", "s2"]));
        Assert.That(_logger.Collector.CountOf(6), Is.EqualTo(1));
        Assert.That(Log.Sessions.Away, Is.EqualTo(3));
    }

    [Test]
    public async Task Window_ThousandsOver_AreSaidInSeveralEntries()
    {
        Log.Commit([.. Enumerable.Range(0, 2_500).Select(i => Next("a", NewSession($"s{i}")))]);
        await using var writer = Write();
        writer.GiveUp("a");
        await Eventually.TrueAsync(() => _recorder.Results.Count == 1, "all away");
        Assert.That(Log.Sessions.Away, Is.EqualTo(2_500));

        Time.Advance(Window + TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _recorder.Results.Count == 4, "all windows over");

        Assert.That(_recorder.Results.Skip(1).Select(result => ((SessionsChanged)Entry(result.Number).Event).Sessions.Length),
            Is.EqualTo([1_000, 1_000, 500]));
        Assert.That(Log.Sessions, Is.EqualTo(default(SessionCounts)));
    }

    [Test]
    public void ReadPresence_Sessions_AreAllThereWithTheirState()
    {
        Connect("a", "here");
        Connect("a", "away");
        Connect("a", "claimed from away");
        Connect("a", "claimed while here");
        Connect("a", "gone");
        Depart("a", "away");
        Depart("a", "claimed from away");
        Depart("a", "gone", ended: true);
        Claimed("b", "claimed from away");
        Claimed("b", "claimed while here");

        var presence = Log.ReadPresence();

        Assert.That(presence.Number, Is.EqualTo(Log.LastNumber));
        Assert.That(presence.Sessions.Select(session => (session.Sid, session.IsAway)), Is.EquivalentTo(
            [("here", false), ("away", true), ("claimed from away", true), ("claimed while here", false)]));
    }

    private static Submission Expire => new("", 0, new ExpireOperation());

    private LogWriter Write() => new(Log, _recorder, _logger, Time);
}
