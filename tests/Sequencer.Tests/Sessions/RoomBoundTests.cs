using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

/// <summary>A client that joins ever more rooms, or rooms with ever longer names.</summary>
[TestFixture]
public sealed class RoomBoundTests : SessionFixture
{
    private const int Max = 100;
    private const int BytesOfAName = 8;

    private protected override SequencerOptions Options => new() { Path = DatabasePath, MaxSessionRoomBytes = Max };

    [Test]
    public void Join_UpToTheLimit_IsAcceptedAndOneByteMoreIsDenied()
    {
        // Its own room counts.
        var left = Max - (BytesOfAName + 1) - BytesOfAName;
        Connect("a", "s");
        Connect("a", "t");

        Join("a", "s", new string('x', left));
        Denied(TryJoin("t", new string('x', left + 1)));
    }

    [Test]
    public void Join_TooManyShortNames_IsDenied()
    {
        var rooms = Enumerable.Range(0, Max / BytesOfAName).Select(i => $"{i}").ToArray();
        Connect("a", "s");
        Denied(TryJoin("s", rooms));
        Join("a", "s", rooms[..(rooms.Length / 2)]);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Join_Denied_LeavesNoTrace(bool restart)
    {
        Connect("a", "s", "room");
        var (last, before) = (Log.LastNumber, Log.SessionState.Table.Find("s"));

        Denied(TryJoin("s", "fits", new string('x', Max)));

        Assert.That(Log.LastNumber, Is.EqualTo(last));
        Assert.That(Log.SessionState.Table.Find("s"), Is.SameAs(before));
        if (restart)
        {
            Restart();
        }
        Emit("not for it", "fits");
        Emit("for it", "room");
        Assert.That(Claimed("b", "s").Rooms, Is.EquivalentTo(["s", "room"]));
        Assert.That(Missed("b", "s", 0), Is.EqualTo(["for it"]));
    }

    [Test]
    public void Leave_OfALongName_MakesRoomAgain()
    {
        var (first, second) = (new string('1', Max / 2), new string('2', Max / 2));
        Connect("a", "s", first);
        Denied(TryJoin("s", second));

        Leave("a", "s", first);

        Join("a", "s", second);
    }

    [Test]
    public void Join_OfRoomsItIsIn_TakesNoMore()
    {
        var room = new string('x', Max / 2);
        Connect("a", "s", room);
        Join("a", "s", room, room, "s");
        Denied(TryJoin("s", room, new string('y', Max / 2)));
    }

    [Test]
    public void TargetJoin_OfOneThatWouldHaveTooMuch_LeavesItOutOfTheEntry()
    {
        Connect("a", "full", "all", new string('x', Max / 2));
        Connect("b", "away and full", "all", new string('x', Max / 2));
        Connect("b", "free", "all");
        Depart("b", "away and full");
        var room = new string('y', Max / 2);

        var number = Accepted(Submit("c", new TargetOperation(Name, new BroadcastTarget(["all"], []), TargetAction.Join) { Rooms = [room] }));
        Emit("said", room);

        Assert.That(((TargetChanged)Entry(number).Event).Sessions.Select(session => session.Sid), Is.EqualTo(["free"]));
        Assert.That(ComeBack("c", "free"), Is.EqualTo(["said"]));
        Assert.That(ComeBack("c", "full"), Is.Empty);
        Assert.That(ComeBack("c", "away and full"), Is.Empty);
    }

    [Test]
    public void TargetJoin_OfOneThatIsInTheRoom_NamesItHoweverFullItIs()
    {
        var room = new string('x', Max / 2);
        Connect("a", "full", room);

        var number = Accepted(Submit("c", new TargetOperation(Name, BroadcastTarget.Everyone, TargetAction.Join) { Rooms = [room] }));

        Assert.That(((TargetChanged)Entry(number).Event).Sessions.Select(session => session.Sid), Is.EqualTo(["full"]));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Leave_LongNamesWithoutEnd_RemembersNoMoreThanTheLimit(int atOnce)
    {
        var connected = Connect("a", "s", "stays");
        var seen = connected;
        for (var i = 0; i < 30; i++)
        {
            string[] rooms = [.. Enumerable.Range(0, atOnce).Select(n => $"{i:00} {n}".PadLeft(Max / 2 / atOnce))];
            Join("a", "s", rooms);
            seen = Emit("within", rooms);
            Leave("a", "s", rooms);
            Assert.That(Log.SessionState.Table.Find("s")!.Rooms.Keys.Sum(room => BytesOfAName + room.Length), Is.LessThanOrEqualTo(2 * Max));
        }
        Emit("for it", "stays");

        Assert.That(ComeBack("b", "s", seen), Is.EqualTo(["for it"]));
        Denied(Claim("b", "s", connected));
    }

    [Test]
    public void Connect_OwnRoomIsTooLong_IsDenied()
    {
        Denied(Submit("a", NewSession(new string('s', Max - BytesOfAName + 1))));
        Accepted(Submit("a", NewSession(new string('s', Max - BytesOfAName))));
    }

    private SubmissionResult TryJoin(string sid, params string[] rooms) => Submit("a", new JoinOperation(KeyOf(sid), [.. rooms]));
}
