using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Cluster.Protos;
using Google.Protobuf;
using ServerEvent = SocketIO.Sequencing.ServerEvent;
using SessionKey = SocketIO.Sequencing.SessionKey;
using TargetChanged = SocketIO.Sequencing.TargetChanged;

namespace Cluster.Relay.Tests;

/// <summary>What workers and the primary say to each other: nothing is lost on the way.</summary>
public sealed class CodecTests
{
    private const string Shared = SharedNames.Prefix + "in";

    private static readonly SessionKey Key = new("sid", 7);
    private static readonly BroadcastTarget Target = new(["a", "b"], ["c"]);
    private static readonly ReadOnlyMemory<byte> Bytes = new byte[] { 1, 2, 3 };
    private static readonly ImmutableDictionary<string, ReadOnlyMemory<byte>> Data =
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("own", "1"u8.ToArray()).Add(Shared, "2"u8.ToArray());

    private static readonly ImmutableArray<SessionReference> Sessions = [new("/n", "sid", "person", Ended: true), new("/m", "other", "", Ended: false)];
    private static readonly TargetOperation Joining = new("/n", Target, TargetAction.Join) { Rooms = ["x", "y"] };

    private static readonly IOperation[] Operations =
    [
        new EmitEvent("/n", Target, Bytes),
        new ServerEvent("/n", Bytes),
        new ConnectOperation { Namespace = "/n", Sid = "sid", Pid = "pid", Person = "person", Data = Data, Rooms = ["r"], Window = TimeSpan.FromSeconds(3) },
        new ClaimOperation("/n", "pid", "epoch", 9),
        new ResumeOperation(Key),
        new ReleaseOperation(Key),
        new DepartOperation(Key, Ended: true),
        new JoinOperation(Key, ["r", "s"]),
        new LeaveOperation(Key, ["r", "s"]),
        new DataOperation(Key, "key", Bytes),
        Joining,
        new TargetOperation("/n", Target, TargetAction.Leave) { Rooms = ["z"] },
        new TargetOperation("/n", BroadcastTarget.Everyone, TargetAction.Disconnect) { Close = true },
    ];

    private static readonly LogEvent[] Events =
    [
        new EmitEvent("/n", Target, Bytes) { Stamp = new DurableStamp(4, 5, "room", Bytes) },
        new EmitEvent("/n", BroadcastTarget.Everyone, Bytes),
        new ServerEvent("/n", Bytes),
        .. Enum.GetValues<SessionChangeKind>().Except([SessionChangeKind.Expired, SessionChangeKind.WorkerGone]).Select(Changed),
        new SessionsChanged(SessionChangeKind.Expired, "", Sessions),
        new SessionsChanged(SessionChangeKind.WorkerGone, "instance", Sessions),
        new TargetChanged(Joining, Sessions),
    ];

    [TestCaseSource(nameof(Operations))]
    public void Operation_OverTheWire_IsTheSame(IOperation operation) =>
        Assert.That(Describe(OperationCodec.Read(Sent(OperationCodec.Write(operation, append: null)))), Is.EqualTo(Describe(operation)));

    [TestCaseSource(nameof(Events))]
    public void Event_OverTheWire_IsTheSame(LogEvent logged)
    {
        var entry = new LogEntry(7, "w", 3, 5, logged);

        Assert.That(Describe(EventCodec.Read(Sent(EventCodec.Write(entry)))), Is.EqualTo(Describe(entry)));
    }

    [Test]
    public void OperationsAndEvents_AreAllThereAre()
    {
        var types = typeof(IOperation).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false }).ToArray();

        Assert.That(Operations.Select(operation => operation.GetType()).Distinct(), Is.EquivalentTo(types.Where(type => type.IsAssignableTo(typeof(IOperation)))));
        Assert.That(Events.Select(logged => logged.GetType()).Distinct(), Is.EquivalentTo(types.Where(type => type.IsAssignableTo(typeof(LogEvent)))));
    }

    [Test]
    public void Append_OverTheWire_IsTheSame()
    {
        var append = new DurableAppend("k", "c")
        {
            Room = new HistoryRoom("h", "r"),
            EventName = "e",
            IsJson = true,
            Details = Bytes,
            Replaces = 8,
        };

        var sent = Sent(OperationCodec.Write(Operations[0], append));

        Assert.That(Describe(OperationCodec.ReadAppend(sent)), Is.EqualTo(Describe(append)));
        Assert.That(OperationCodec.ReadAppend(Sent(OperationCodec.Write(Operations[0], append: null))), Is.Null);
    }

    [TestCase(null, null, false)]
    [TestCase(10L, 5_000, true)]
    public void Policy_OverTheWire_IsTheSame(long? maxEvents, int? maxAge, bool isSearchable)
    {
        var policy = new HistoryPolicy("h")
        {
            MaxEvents = maxEvents,
            MaxAge = maxAge is { } age ? TimeSpan.FromMilliseconds(age) : null,
            IsSearchable = isSearchable,
        };

        Assert.That(OperationCodec.Read(Sent(OperationCodec.Write(policy))), Is.EqualTo(policy));
    }

    [Test]
    public void MissedPage_OverTheWire_IsTheSame()
    {
        var page = new MissedPage([new LogEntry(7, "w", 3, 5, Events[0])], 9, IsLast: true, IsLost: true);

        var sent = Sent(EventCodec.Write(OperationCodec.Write(Key), page));

        Assert.That(Describe(EventCodec.Read(sent)), Is.EqualTo(Describe(page)));
        Assert.That(OperationCodec.Read(sent.Session), Is.EqualTo(Key));
    }

    [Test]
    public void Presence_OverTheWire_IsTheSame()
    {
        var snapshot = new PresenceSnapshot(7, [new("/n", "sid", "person", IsAway: true) { Rooms = [Shared], Data = SharedNames.Of(Data) }]);

        Assert.That(Describe(EventCodec.Read(Sent(EventCodec.Write(snapshot)))), Is.EqualTo(Describe(snapshot)));
    }

    [Test]
    public void Answer_OverTheWire_IsTheSame([Values] SubmissionStatus status) =>
        Assert.That(EventCodec.Read(Sent(EventCodec.Write(3, status, 7, 5))), Is.EqualTo(new SubmissionAnswer(status, 7, 5)));

    [Test]
    public void Event_OfANewerVersion_IsNone() => Assert.That(EventCodec.Read(new Event { Number = 7 }), Is.Null);

    [Test]
    public void SessionChange_OfAnotherWorker_SaysOnlyWhatIsShared()
    {
        var change = (SessionChanged)Changed(SessionChangeKind.Connected);

        var others = change.SeenBy("other");

        Assert.That(change.SeenBy("owner"), Is.SameAs(change));
        Assert.That(others.Rooms, Is.EqualTo([Shared]));
        Assert.That(others.Data.Keys, Is.EqualTo([Shared]));
        Assert.That((others.Person, others.Owner, others.Generation), Is.EqualTo(("person", "owner", 7L)));
    }

    [Test]
    public void Submit_WithoutWhatItMustHave_IsRefusedWithTheRule()
    {
        (Submit Submit, string Rule)[] wrong =
        [
            (new Submit { Sequence = 1 }, "a submission has an operation"),
            (new Submit { Sequence = 1, TargetChange = new TargetChange() }, "a change of a target says what is to be done"),
            (new Submit { Sequence = 1, Join = new RoomChange() }, "what is about a session names it"),
        ];
        foreach (var (submit, rule) in wrong)
        {
            Assert.That(() => OperationCodec.Read(submit), Throws.InstanceOf<ProtocolException>().With.Message.Contains(rule));
        }
    }

    private static LogEvent Changed(SessionChangeKind kind) =>
        new SessionChanged(kind, "/n", "sid", 7, "owner", "person") { Rooms = ["room", Shared], Data = Data, Position = 6 };

    private static T Sent<T>(T message)
        where T : IMessage<T>, new() => new MessageParser<T>(static () => new T()).ParseFrom(message.ToByteArray());

    // Every property, so that one that is forgotten at both ends shows.
    private static string Describe(object? value) => value switch
    {
        null => "null",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        string or Enum or long or int or bool or TimeSpan => $"{value}",
        ImmutableDictionary<string, ReadOnlyMemory<byte>> data =>
            $"{{{string.Join(", ", data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {Describe(pair.Value)}"))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Describe))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(each => $"{each.Name} = {Describe(each.GetValue(value))}"))})",
    };
}
