using System.Collections.Immutable;
using System.Text;
using CsCheck;
using NUnit.Framework;
using SocketIO.Sequencer.Serialization;

namespace Sequencer.Tests;

[TestFixture]
public sealed class BatchCodecTests
{
    private static readonly Gen<string> Names =
        Gen.OneOf(Gen.Const("a"), Gen.Const(""), Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Const("ключ😀"));

    private static readonly Gen<ImmutableArray<string>> Rooms = Names.Array[0, 4].Select(rooms => rooms.ToImmutableArray());

    private static readonly Gen<ReadOnlyMemory<byte>> Packets = Gen.Byte.Array[0, 300].Select(bytes => (ReadOnlyMemory<byte>)bytes);

    private static readonly Gen<BroadcastTarget> Targets = Gen.Select(Rooms, Rooms, (rooms, except) => new BroadcastTarget(rooms, except));

    private static readonly Gen<ImmutableArray<SessionReference>> Refs =
        Gen.Select(Names, Names, Names, Gen.Bool, (name, sid, person, ended) => new SessionReference(name, sid, person, ended))
            .Array[0, 4].Select(refs => refs.ToImmutableArray());

    private static readonly Gen<LogEvent> Emits =
        Gen.Select(Names, Targets, Packets, (name, target, packet) => (LogEvent)new EmitEvent(name, target, packet));

    private static readonly Gen<LogEvent> Durables =
        Gen.Select(Emits, Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue], Names, Packets, (emit, previous, at, room, details) =>
            (LogEvent)((EmitEvent)emit with { Stamp = new DurableStamp(previous, at, room, details) }));

    private static readonly Gen<LogEvent> Servers =
        Gen.Select(Names, Packets, (name, packet) => (LogEvent)new ServerEvent(name, packet));

    private static readonly Gen<LogEvent> OneSession =
        Gen.Select(Gen.Enum<SessionChangeKind>(), Names, Gen.Long[0, long.MaxValue], Rooms, Gen.Dictionary(Names, Packets)[0, 3],
            (kind, name, number, rooms, data) => (LogEvent)new SessionChanged(kind, name, name + "s", number, name + "o", name + "p")
            {
                Rooms = rooms,
                Data = data.ToImmutableDictionary(),
                Position = number / 2,
            });

    private static readonly Gen<LogEvent> ManySessions =
        Gen.Select(Gen.Enum<SessionChangeKind>(), Names, Refs, (kind, name, refs) => (LogEvent)new SessionsChanged(kind, name, refs));

    private static readonly Gen<LogEvent> TargetChanges =
        Gen.Select(Names, Targets, Gen.Enum<TargetAction>(), Rooms, Gen.Bool, Refs, (name, target, action, rooms, close, refs) =>
            (LogEvent)new TargetChanged(new TargetOperation(name, target, action) { Rooms = rooms, Close = close }, refs));

    private static readonly Gen<LogEntry> Entries = Gen.Select(
        Names,
        Gen.OneOf(Gen.Long, Gen.Long[0, 300]),
        Gen.OneOf(Gen.Const(0L), Gen.Long[0, long.MaxValue]),
        Gen.OneOf(Emits, Durables, Servers, OneSession, ManySessions, TargetChanges),
        (instance, sequence, durable, logEvent) => new LogEntry(0, instance, sequence, durable, logEvent));

    [Test]
    public void Decode_WhatWasEncoded_IsTheSame() =>
        Gen.Select(Gen.Long[1, long.MaxValue / 2], Entries.Array[0, 60]).Sample((first, entries) =>
        {
            var numbered = entries.Select((entry, i) => entry with { Number = first + i }).ToArray();
            var decoded = BatchCodec.Decode(first, BatchCodec.Encode(new ByteWriter(), numbered));
            return decoded.Select(Describe).SequenceEqual(numbered.Select(Describe));
        });

    [Test]
    public void Encode_SameWriterAgain_StartsAnew()
    {
        var writer = new ByteWriter();
        LogEntry[] entries = [new(1, "instance", 1, 0, new EmitEvent("/", new BroadcastTarget(["room"], []), "x"u8.ToArray()))];

        var first = BatchCodec.Encode(writer, entries);
        var second = BatchCodec.Encode(writer, entries);

        Assert.That(second, Is.EqualTo(first));
        Assert.That(writer.Take(), Is.Empty);
    }

    [Test]
    public void Decode_AnyBytes_ThrowsOnlyInvalidData() =>
        Gen.Byte.Array[0, 60].Sample(bytes => Decodes([2, .. bytes]) || true);

    [Test]
    public void Decode_Truncated_Throws() =>
        Gen.Select(Entries.Array[1, 10], Gen.Double[0, 0.999]).Sample((entries, kept) =>
        {
            var bytes = BatchCodec.Encode(new ByteWriter(), entries);
            return !Decodes(bytes[..(int)(bytes.Length * kept)]);
        });

    [Test]
    public void Decode_OtherVersion_Throws() =>
        Assert.Throws<InvalidDataException>(() => BatchCodec.Decode(1, [1, 0]));

    private static bool Decodes(byte[] bytes)
    {
        try
        {
            BatchCodec.Decode(1, bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // Everything that is in it: records compare arrays and memory by reference.
    private static string Describe(LogEntry entry) =>
        $"{entry.Number} {entry.Instance} {entry.Sequence} {entry.DurableId} {entry.Event.Size} {Describe(entry.Event)}";

    private static string Describe(LogEvent logEvent) => logEvent switch
    {
        EmitEvent emit => $"emit {emit.Namespace} {Describe(emit.Target)} {Describe(emit.Packet)} {Describe(emit.Stamp)}",
        ServerEvent server => $"server {server.Namespace} {Describe(server.Packet)}",
        SessionChanged session => $"{session.Kind} {session.Namespace} {session.Sid} {session.Generation} {session.Owner} "
            + $"{session.Person} {session.Position} {Describe(session.Rooms)} "
            + string.Join(',', session.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={Describe(pair.Value)}")),
        SessionsChanged sessions => $"{sessions.Kind} {sessions.Instance} {string.Join(',', sessions.Sessions)}",
        TargetChanged target => $"{target.Change.Namespace} {target.Change.Action} {target.Change.Close} "
            + $"{Describe(target.Change.Target)} {Describe(target.Change.Rooms)} {string.Join(',', target.Sessions)}",
        _ => throw new ArgumentOutOfRangeException(nameof(logEvent)),
    };

    private static string Describe(DurableStamp? stamp) => stamp is { } some ? $"{some.Previous} {some.At} {some.Room} {Describe(some.Details)}" : "";

    private static string Describe(BroadcastTarget target) => $"to {Describe(target.Rooms)} but {Describe(target.Except)}";

    private static string Describe(ImmutableArray<string> names) => $"[{string.Join('|', names)}]";

    private static string Describe(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
