using SocketIO.Recovery;

namespace SocketIO.Tests.Limits;

/// <summary>How many of one origin are away at a time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AwayLimitTests
{
    private readonly FakeTime _time = new();
    private readonly AwayLimit _limit;

    public AwayLimitTests() => _limit = new AwayLimit(
        new ConnectionStateRecoveryOptions { MaxAwayPerClient = 2, MaxDisconnectionDuration = TimeSpan.FromSeconds(10) }, _time);

    [Test]
    public void TryLeave_BeyondTheLimit_IsDeniedToThatOriginOnly()
    {
        Assert.That(Leave("ann", "ann", "ann", "bob", "bob", "bob"), Is.EqualTo(new[] { true, true, false, true, true, false }));
    }

    [Test]
    public void TryLeave_WithoutAnOrigin_IsNeverDenied()
    {
        Assert.That(Leave(null, null, null), Is.All.True);
    }

    [Test]
    public void TryLeave_AfterTheWindow_IsAllowedAgain()
    {
        Leave("ann");
        _time.Advance(TimeSpan.FromSeconds(6));
        Leave("ann");
        _time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.That(Leave("ann"), Is.EqualTo(new[] { false }));

        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.That(Leave("ann", "ann"), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Return_MakesRoomForAnother()
    {
        Leave("ann", "ann");

        _limit.Return("ann");
        _limit.Return("bob");
        _limit.Return(null);

        Assert.That(Leave("ann", "ann"), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Origins_WhoseWindowsAreOver_AreForgotten()
    {
        Leave([.. Enumerable.Range(0, 100).Select(number => $"{number}")]);
        Assert.That(_limit.Origins, Is.EqualTo(100));

        _time.Advance(TimeSpan.FromSeconds(20));
        Leave("ann");

        Assert.That(_limit.Origins, Is.EqualTo(1));
    }

    private bool[] Leave(params string?[] origins) => [.. origins.Select(_limit.TryLeave)];
}
