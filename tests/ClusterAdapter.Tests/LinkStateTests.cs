using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Tests;

public sealed class LinkStateTests
{
    [Test]
    public void Take_First_StartsAtTheHead()
    {
        var state = new LinkState();

        Assert.That((state.Epoch, state.Incarnation, state.Applied), Is.EqualTo(("", 0L, 0L)));
        Assert.That(state.Take(Welcome("a", 5, head: 10)), Is.EqualTo(WelcomeVerdict.First));
        Assert.That((state.Epoch, state.Incarnation, state.Applied, state.Database), Is.EqualTo(("a", 5L, 10L, "a.db")));
    }

    [TestCase("a", 5, ExpectedResult = WelcomeVerdict.Again)]
    [TestCase("a", 6, ExpectedResult = WelcomeVerdict.Again)]
    [TestCase("a", 4, ExpectedResult = WelcomeVerdict.Outdated)]
    [TestCase("b", 4, ExpectedResult = WelcomeVerdict.Outdated)]
    [TestCase("b", 5, ExpectedResult = WelcomeVerdict.OtherLog)]
    [TestCase("b", 6, ExpectedResult = WelcomeVerdict.OtherLog)]
    public object Take_Later_IsJudged(string epoch, long incarnation)
    {
        var state = new LinkState();
        state.Take(Welcome("a", 5, head: 10));

        return state.Take(Welcome(epoch, incarnation, head: 99));
    }

    [Test]
    public void Take_Again_KeepsWhatIsApplied()
    {
        var state = new LinkState();
        state.Take(Welcome("a", 5, head: 10));
        state.Applied = 12;

        state.Take(Welcome("a", 7, head: 99));

        Assert.That((state.Incarnation, state.Applied), Is.EqualTo((7L, 12L)));
    }

    [TestCase("a", 4)]
    [TestCase("b", 9)]
    public void Take_Refused_ChangesNothing(string epoch, long incarnation)
    {
        var state = new LinkState();
        state.Take(Welcome("a", 5, head: 10));

        state.Take(Welcome(epoch, incarnation, head: 99));

        Assert.That((state.Epoch, state.Incarnation, state.Applied, state.Database), Is.EqualTo(("a", 5L, 10L, "a.db")));
    }

    [Test]
    public void Instance_OfEachProcess_IsAnother()
    {
        var (one, other) = (new LinkState().Instance, new LinkState().Instance);

        Assert.That(one, Is.Not.EqualTo(other).And.Length.EqualTo(32));
    }

    private static Welcome Welcome(string epoch, long incarnation, long head) =>
        new() { Epoch = epoch, Incarnation = incarnation, Head = head, Database = epoch + ".db" };
}
