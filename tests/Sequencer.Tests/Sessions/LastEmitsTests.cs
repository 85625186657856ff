using NUnit.Framework;
using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Recovery;

namespace Sequencer.Tests.Sessions;

/// <summary>A replay does not look through what was said to others only.</summary>
[TestFixture]
public sealed class LastEmitsTests : SessionFixture
{
    // A page looks through 4 MB at most.
    private static readonly string Large = new('x', 500_000);

    [Test]
    public void ReadMissed_MuchWasSaidToOthersOnly_IsOnePage()
    {
        var seen = Connect("a", "quiet", "room");
        SayMuchToOthers();

        var page = Log.ReadMissed("a", KeyOf("quiet"), seen, Log.LastNumber, 1);

        Assert.That((page.Events, page.UpTo, page.IsLast), Is.EqualTo((Array.Empty<LogEntry>(), Log.LastNumber, true)));
    }

    [Test]
    public void ReadMissed_MuchWasSaidToOthersBehindItsLast_IsOnePage()
    {
        var seen = Connect("a", "quiet", "room");
        Emit("its own", "quiet");
        Emit("missed", "room");
        SayMuchToOthers();

        var page = Log.ReadMissed("a", KeyOf("quiet"), seen, Log.LastNumber, 1_000);

        Assert.That((page.Events.Select(PacketOf), page.UpTo, page.IsLast), Is.EqualTo((new[] { "its own", "missed" }, Log.LastNumber, true)));
    }

    [TestCase("room")]
    [TestCase("quiet")]
    [TestCase(null)]
    [TestCase("left")]
    public void ReadMissed_AfterMuchThatWasSaidToOthers_FindsIt(string? room)
    {
        var seen = Connect("a", "quiet", "room", "left");
        SayMuchToOthers();
        Emit("missed", room is null ? [] : [room]);
        Leave("a", "quiet", "left");

        Assert.That(Missed("a", "quiet", seen), Is.EqualTo(["missed"]));
    }

    [Test]
    public void ReadMissed_SaidBeforeTheLogWasOpenedAgain_FindsIt()
    {
        var seen = Connect("a", "quiet", "room");
        Emit("missed", "room");
        Restart();
        SayMuchToOthers();

        Assert.That(Missed("a", "quiet", seen), Is.EqualTo(["missed"]));
    }

    [Test]
    public void Forget_RoomsInWhichNothingIsLeft_GoAndOthersStay()
    {
        var emits = new LastEmits(0);
        emits.Note(new LogBatch([Said(1, "old"), Said(2, "both"), Said(3, "new"), Said(4, "both")]));

        emits.Forget(3);

        Assert.That(emits.Count, Is.EqualTo(2));
    }

    private static LogEntry Said(long number, string room) =>
        new(number, "emitter", number, 0, new EmitEvent(Name, new BroadcastTarget([room], []), default));

    private void SayMuchToOthers()
    {
        Connect("a", $"busy {Log.LastNumber}", "busy room");
        for (var i = 0; i < 10; i++)
        {
            Emit(Large, "busy room");
        }
    }
}
