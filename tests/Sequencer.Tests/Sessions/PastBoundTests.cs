using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>A client that joins and leaves without end.</summary>
[TestFixture]
public sealed class PastBoundTests : SessionFixture
{
    private const int Max = 10;

    private protected override SequencerOptions Options => new() { Path = DatabasePath, MaxPastMemberships = Max };

    [TestCase(1)]
    [TestCase(30)]
    public void Leave_VeryOften_RemembersNoMoreThanTheLimit(int rooms)
    {
        Connect("a", "s", "stays");
        for (var i = 0; i < 100; i++)
        {
            Join("a", "s", $"room {i % rooms}");
            Leave("a", "s", $"room {i % rooms}");
            Assert.That(Log.SessionState.Table.Find("s")!.Rooms.Sum(room => room.Value.Past.Count), Is.InRange(Math.Min(i, Max / 2), Max));
        }
        Assert.That(Log.SessionState.Table.Find("s")!.IsIn("stays"), Is.True);
    }

    [Test]
    public void Leave_ManyRoomsAtOnce_RemembersNoMoreThanTheLimit()
    {
        var rooms = Enumerable.Range(0, 3 * Max).Select(i => $"room {i}").ToArray();
        Connect("a", "s", rooms);
        Leave("a", "s", rooms);
        Assert.That(Log.SessionState.Table.Find("s")!.Rooms.Sum(room => room.Value.Past.Count), Is.LessThanOrEqualTo(Max));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_SawNothingSinceWhatIsForgotten_IsDenied(bool restart)
    {
        var connected = Connect("a", "s");
        JoinAndLeave(Max + 1);
        if (restart)
        {
            Restart();
        }
        Denied(Claim("b", "s", connected));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Claim_SawSomethingSinceWhatIsForgotten_GetsTheRestByItsTimes(bool restart)
    {
        Connect("a", "s");
        JoinAndLeave(Max - 2);
        var seen = Emit("seen", "s");
        JoinAndLeave(3);
        if (restart)
        {
            Restart();
        }
        Assert.That(ComeBack("b", "s", seen), Is.EqualTo(["within", "within", "within"]));
    }

    private void JoinAndLeave(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Join("a", "s", "room");
            Emit("within", "room");
            Leave("a", "s", "room");
            Emit("without", "room");
        }
    }
}
