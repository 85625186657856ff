using SocketIO.Limits;

namespace SocketIO.Tests.Limits;

/// <summary>How many of one origin are away at a time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AwayLimitTests
{
    private readonly AwayLimit _limit = new(new ConnectionStateRecoveryOptions { MaxAwayPerClient = 2 });

    [Test]
    public void TryLeave_BeyondTheLimit_IsDeniedToThatOriginOnly()
    {
        Assert.That(Leave("ann", 1, 2, 3), Is.EqualTo(new[] { true, true, false }));
        Assert.That(Leave("bob", 4, 5, 6), Is.EqualTo(new[] { true, true, false }));
    }

    [Test]
    public void TryLeave_WithoutAnOrigin_IsNeverDenied()
    {
        Assert.That(Leave(null, 1, 2, 3), Is.All.True);
        Assert.That(_limit.Origins, Is.Zero);
    }

    [Test]
    public void TryLeave_OfOneThatIsAwayAlready_CountsOnce()
    {
        // As after a return that came to nothing.
        Assert.That(Leave("ann", 1, 1, 1, 2, 2, 3), Is.EqualTo(new[] { true, true, true, true, true, false }));
    }

    [Test]
    public void TryLeave_OfOneThatIsAwayAsAnother_CountsForTheOtherNoMore()
    {
        Leave("ann", 1, 2);

        Assert.That(Leave("bob", 1), Is.All.True);

        Assert.That(Leave("ann", 3, 4), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Return_OfALaterGeneration_MakesRoom()
    {
        Leave("ann", 1, 2);

        _limit.Return("1", generation: 2);

        Assert.That(Leave("ann", 3, 4), Is.EqualTo(new[] { true, false }));
    }

    [Test]
    public void Return_OfTheGenerationThatLeft_IsOldNews()
    {
        Leave("ann", 1, 2);

        _limit.Return("1", generation: 1);
        _limit.Return("9", generation: 5);

        Assert.That(Leave("ann", 3), Is.EqualTo(new[] { false }));
    }

    [Test]
    public void End_OfASession_MakesRoomAndForgetsTheOrigin()
    {
        Leave("ann", 1, 2);

        _limit.End("1");
        _limit.End("1");
        Assert.That(Leave("ann", 3, 4), Is.EqualTo(new[] { true, false }));
        _limit.End("2");
        _limit.End("3");

        Assert.That(_limit.Origins, Is.Zero);
    }

    private bool[] Leave(string? origin, params int[] sids) => [.. sids.Select(sid => _limit.TryLeave($"{sid}", generation: 1, origin))];
}
