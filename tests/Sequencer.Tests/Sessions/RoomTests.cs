using NUnit.Framework;

namespace Sequencer.Tests.Sessions;

[TestFixture]
public sealed class RoomTests : SessionFixture
{
    [Test]
    public void Replay_BeforeAJoinAndAfterALeave_SaysNothingOfTheRoom()
    {
        Connect("a", "s");
        Emit("before", "room");
        Join("a", "s", "room");
        Emit("within", "room");
        Leave("a", "s", "room");
        Emit("between", "room");
        Join("a", "s", "room");
        Emit("again", "room");
        Depart("a", "s");
        Emit("away", "room");

        Assert.That(ComeBack("b", "s"), Is.EqualTo(["within", "again", "away"]));
    }

    [Test]
    public void Replay_ExceptedRooms_CountWithTheirIntervals()
    {
        Connect("a", "s", "room");
        EmitExcept("not yet in it", ["room"], ["muted"]);
        Join("a", "s", "muted");
        EmitExcept("muted", ["room"], ["muted"]);
        EmitExcept("muted for all", [], ["muted"]);
        Leave("a", "s", "muted");
        EmitExcept("heard again", [], ["muted"]);
        EmitExcept("not to itself", ["room"], ["s"]);

        Assert.That(ComeBack("b", "s"), Is.EqualTo(["not yet in it", "heard again"]));
    }

    [Test]
    public void Replay_OwnRoomTwoRoomsAndEverybody_EachEventOnce()
    {
        Connect("a", "s", "one", "two");
        Connect("a", "other");
        Emit("own", "s");
        Emit("both", "one", "two", "s");
        Emit("all");
        Emit("other's", "other");
        Submit("emitter", new EmitEvent("/elsewhere", BroadcastTarget.Everyone, default));

        Assert.That(ComeBack("b", "s"), Is.EqualTo(["own", "both", "all"]));
    }

    [Test]
    public void Connect_BeforeIt_NothingIsReplayed()
    {
        Emit("old");
        Emit("old", "s");
        Connect("a", "s");
        Assert.That(ComeBack("b", "s"), Is.Empty);
    }

    [Test]
    public void Join_RoomsItIsIn_IsAnEntryAndChangesNothing()
    {
        Connect("a", "s", "room");
        Emit("within", "room");

        var number = Join("a", "s", "room", "room");
        Leave("a", "s", "never was in it");

        Assert.That(((SessionChanged)Entry(number).Event).Kind, Is.EqualTo(SessionChangeKind.Joined));
        Assert.That(ComeBack("b", "s"), Is.EqualTo(["within"]));
    }

    [Test]
    public void TargetChange_Join_MeansThoseWhoAreAway()
    {
        Connect("a", "here", "room");
        Connect("b", "away", "room");
        Connect("b", "not meant");
        Connect("b", "excepted", "room", "muted");
        Depart("b", "away");

        var number = Accepted(Submit("a", Change(TargetAction.Join, ["room"], ["muted"], "new")));
        Emit("to new", "new");

        var changed = (TargetChanged)Entry(number).Event;
        Assert.That(changed.Sessions, Is.EquivalentTo(
        [
            new SessionReference(Name, "here", "here-person", Ended: false), new SessionReference(Name, "away", "away-person", Ended: false),
        ]));
        Assert.That(ComeBack("c", "away"), Is.EqualTo(["to new"]));
        Assert.That(ComeBack("c", "here"), Is.EqualTo(["to new"]));
        Assert.That(ComeBack("c", "not meant"), Is.Empty);
        Assert.That(ComeBack("c", "excepted"), Is.Empty);
    }

    [Test]
    public void TargetChange_Leave_EndsTheMembershipThere()
    {
        Connect("a", "s", "room");
        Emit("before", "room");
        Accepted(Submit("b", Change(TargetAction.Leave, [], [], "room")));
        Emit("after", "room");

        Assert.That(ComeBack("b", "s"), Is.EqualTo(["before"]));
    }

    [Test]
    public void TargetChange_Disconnect_EndsThemAll()
    {
        Connect("a", "here", "room");
        Connect("b", "away", "room");
        Connect("b", "stays");
        Depart("b", "away");

        var number = Accepted(Submit("a", Change(TargetAction.Disconnect, ["room", "here", "unknown"], [])));

        var changed = (TargetChanged)Entry(number).Event;
        Assert.That(changed.Sessions.Select(session => (session.Sid, session.Ended)), Is.EquivalentTo([("here", true), ("away", true)]));
        Denied(Claim("c", "away"));
        Denied(Submit("a", new JoinOperation(new SessionKey("here", 1), ["x"])));
        Assert.That(Log.Sessions, Is.EqualTo(new SessionCounts(1, 0)));
    }

    [Test]
    public void TargetChange_OfNobody_IsAnEntry()
    {
        var number = Accepted(Submit("a", Change(TargetAction.Disconnect, [], [])));
        Assert.That(((TargetChanged)Entry(number).Event).Sessions, Is.Empty);
    }

    [Test]
    public void TargetChange_InOneBatchWithAJoin_CountsItsPlace()
    {
        Connect("a", "early");
        Connect("a", "late");
        Log.Commit(
        [
            Next("a", new JoinOperation(KeyOf("early"), ["room"])),
            Next("b", Change(TargetAction.Leave, [], [], "room")),
            Next("a", new JoinOperation(KeyOf("late"), ["room"])),
        ]);
        Emit("said", "room");

        Assert.That(ComeBack("c", "early"), Is.Empty);
        Assert.That(ComeBack("c", "late"), Is.EqualTo(["said"]));
    }

    [Test]
    public void Data_SetAndRemoved_IsThereAfterAClaim()
    {
        Connect("a", "s");
        Accepted(Submit("a", new DataOperation(KeyOf("s"), "kept", "1"u8.ToArray())));
        Accepted(Submit("a", new DataOperation(KeyOf("s"), "gone", "2"u8.ToArray())));
        var number = Accepted(Submit("a", new DataOperation(KeyOf("s"), "gone", default)));

        Assert.That(((SessionChanged)Entry(number).Event).Data.Keys, Is.EqualTo(["gone"]));
        Assert.That(Claimed("b", "s").Data.Keys, Is.EqualTo(["kept"]));
    }

    [Test]
    public void Data_TooMuch_IsDeniedAndTheFormerStays()
    {
        var large = new byte[Options.MaxSessionDataBytes];
        Connect("a", "s");
        Accepted(Submit("a", new DataOperation(KeyOf("s"), "key", "1"u8.ToArray())));

        Denied(Submit("a", new DataOperation(KeyOf("s"), "key", large)));
        Denied(Submit("a", new ConnectOperation { Namespace = Name, Sid = "t", Window = Window, Data = Data(("key", new string('1', large.Length))) }));

        Assert.That(Claimed("b", "s").Data["key"].ToArray(), Is.EqualTo("1"u8.ToArray()));
    }

    [Test]
    public void Connect_SidOrPidInUse_IsDenied()
    {
        Connect("a", "s");
        Denied(Submit("b", NewSession("s")));
        Denied(Submit("b", new ConnectOperation { Namespace = Name, Sid = "t", Pid = "s-pid", Window = Window }));
        Accepted(Submit("b", new ConnectOperation { Namespace = "/other", Sid = "t", Pid = "s-pid", Window = Window }));
    }

    private static TargetOperation Change(TargetAction action, string[] rooms, string[] except, params string[] names) =>
        new(Name, new BroadcastTarget([.. rooms], [.. except]), action) { Rooms = [.. names] };
}
