using System.Collections.Immutable;
using System.Text;
using Cluster.Protos;
using EventLog;
using EventLog.Events;
using EventLog.Operations;
using EventLog.Sessions;
using Google.Protobuf;
using ServerEvent = EventLog.Events.ServerEvent;
using SessionRef = EventLog.Sessions.SessionRef;
using TargetChanged = EventLog.Events.TargetChanged;

namespace Cluster.Relay.Tests;

/// <summary>What a worker submits, as the log takes it, and what the log has, as a worker gets it: nothing is lost on the way.</summary>
public sealed class MapperTests
{
    private static readonly TargetChange.ChangeOneofCase[] Changes =
        [TargetChange.ChangeOneofCase.Join, TargetChange.ChangeOneofCase.Leave, TargetChange.ChangeOneofCase.Disconnect];

    [TestCaseSource(nameof(Changes))]
    public void TargetChange_ThereAndBack_IsTheSame(TargetChange.ChangeOneofCase kind)
    {
        var submitted = new TargetChange { Namespace = "/n", Target = new Target { Rooms = { "a", "b" }, Except = { "c" } } };
        switch (kind)
        {
            case TargetChange.ChangeOneofCase.Join:
                submitted.Join = new RoomNames { Rooms = { "x", "y" } };
                break;
            case TargetChange.ChangeOneofCase.Leave:
                submitted.Leave = new RoomNames { Rooms = { "z" } };
                break;
            default:
                submitted.Disconnect = new Disconnect { Close = true };
                break;
        }

        var operation = (TargetOperation)SubmitMapper.ToSubmission("w", new Submit { Sequence = 3, TargetChange = submitted }).Operation;
        var changed = new TargetChanged(operation, [new SessionRef("/n", "sid", "person", Ended: true)]);
        var sent = EventMapper.ToEvent(new LogEntry(7, "w", 3, 5, changed), "w").TargetChanged;

        Assert.That(sent.Change, Is.EqualTo(submitted));
        Assert.That(sent.Sessions, Is.EqualTo([new Protos.SessionRef { Namespace = "/n", Sid = "sid", Person = "person", Ended = true }]));
    }

    [Test]
    public void ServerEvent_ThereAndBack_IsTheSame()
    {
        var submitted = new Protos.ServerEvent { Namespace = "/n", Packet = ByteString.CopyFromUtf8("packet") };

        var operation = (ServerEvent)SubmitMapper.ToSubmission("w", new Submit { Sequence = 3, ServerEvent = submitted }).Operation;

        Assert.That(EventMapper.ToEvent(new LogEntry(7, "w", 3, 5, operation), "other").ServerEvent, Is.EqualTo(submitted));
    }

    [Test]
    public void Append_HasAllThatTheWorkerSaid()
    {
        var append = new Append
        {
            Key = "k",
            Content = "c",
            History = "h",
            Room = "r",
            EventName = "e",
            IsJson = true,
            Details = ByteString.CopyFromUtf8("{}"),
        };

        var taken = SubmitMapper.ToSubmission("w", new Submit { Sequence = 1, Emit = new Emit { Append = append } }).Append!;

        Assert.That(
            (taken.Key, taken.Content, taken.Room, taken.EventName, taken.IsJson, Encoding.UTF8.GetString(taken.Details.Span)),
            Is.EqualTo(("k", "c", new HistoryRoom("h", "r"), "e", true, "{}")));
    }

    [Test]
    public void SessionChange_OfAnotherWorker_SaysOnlyWhatIsShared()
    {
        const string shared = SharedNames.Prefix + "in";
        var changed = new SessionChanged(EventLog.Events.SessionChangeKind.Connected, "/", "sid", 1, "owner", "person")
        {
            Rooms = ["room", shared],
            Data = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("own", "1"u8.ToArray()).Add(shared, "2"u8.ToArray()),
        };

        var owners = EventMapper.ToEvent(new LogEntry(7, "owner", 3, 5, changed), "owner").Session;
        var others = EventMapper.ToEvent(new LogEntry(7, "owner", 3, 5, changed), "other").Session;

        Assert.That(owners.Rooms, Is.EqualTo(["room", shared]));
        Assert.That(owners.Data.Keys, Is.EquivalentTo(["own", shared]));
        Assert.That(others.Rooms, Is.EqualTo([shared]));
        Assert.That(others.Data.Keys, Is.EqualTo([shared]));
        Assert.That((others.Person, others.Owner, others.Generation), Is.EqualTo(("person", "owner", 1L)));
    }

    [Test]
    public void Submit_WithoutWhatItMustHave_IsRefusedWithTheRule()
    {
        (Submit Submit, string Rule)[] wrong =
        [
            (new Submit(), "a submission has a number"),
            (new Submit { Sequence = 1 }, "a submission has an operation"),
            (new Submit { Sequence = 1, TargetChange = new TargetChange() }, "a change of a target says what is to be done"),
            (new Submit { Sequence = 1, Join = new RoomChange() }, "an operation on a session names it"),
        ];
        foreach (var (submit, rule) in wrong)
        {
            Assert.That(() => SubmitMapper.ToSubmission("w", submit), Throws.InstanceOf<LinkException>().With.Message.Contains(rule));
        }
    }
}
