using CsCheck;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class MessagePackPropertyTests
{
    private static readonly IPacketParser Parser = PacketParsers.MessagePack(new SocketIOOptions());

    private static readonly Gen<OutgoingPacket> Packets = Gen.Select(
        Gen.Bool,
        Gen.OneOf("/", "/admin", "/a/b?c=d&e", "/é"),
        Gen.Select(Gen.Bool, Gen.Long[0, long.MaxValue], (has, id) => has ? (long?)id : null),
        JsonValues.Text.Where(name => name.Length > 0),
        JsonValues.Value.Array[0, 20],
        (isEvent, space, ackId, name, arguments) => isEvent
            ? new OutgoingPacket(PacketType.Event, space, name, arguments, ackId)
            : new OutgoingPacket(PacketType.Ack, space, null, arguments, ackId ?? 0));

    [Test]
    public void Decode_WhatEncodeWrote_IsTheSame() => Packets.Sample(sent => AssertSame(sent, Decode(Parser.Encode(sent))), iter: 3_000);

    [Test]
    public void Encode_ReceivedArguments_PassesThemOn() => Packets.Sample(
        sent => AssertSame(sent, Decode(Parser.Encode(sent with { Arguments = Decode(Parser.Encode(sent)).Arguments.ToRaw().Items }))),
        iter: 2_000);

    [Test]
    public void Encode_ArgumentsReceivedByEitherParser_MeanTheSame() => Packets.Sample(
        sent =>
        {
            var asJson = Wire.Decode(Wire.Parser.CreateDecoder(), Wire.Parser.Encode(sent)).Packet;
            if (asJson is null)
            {
                // More binary values than that parser allows.
                return;
            }
            var received = Decode(Parser.Encode(sent with { Arguments = asJson.Arguments.ToRaw().Items }));
            AssertSame(sent, received);
            AssertSame(sent, Wire.Decode(Wire.Parser.CreateDecoder(), Wire.Parser.Encode(sent with { Arguments = received.Arguments.ToRaw().Items })).Packet!);
        },
        iter: 2_000);

    [Test]
    public void Fill_AnyEventAndId_AddsTheLastArgument() => Gen.Select(Packets.Where(packet => packet.Type == PacketType.Event), Gen.Long[1, long.MaxValue]).Sample(
        (sent, id) =>
        {
            var template = Parser.Encode(sent with { Slot = PacketSlot.DurableId });
            var relayed = Parser.Rebuild(template.Messages[0].Payload, [], template.Slot);

            Assert.That(template.Messages.Length, Is.EqualTo(1));
            AssertSame(sent with { Arguments = [.. sent.Arguments, id] }, Decode(Parser.Fill(template, id)));
            AssertSame(sent with { Arguments = [.. sent.Arguments, id] }, Decode(Parser.Fill(relayed, id)));
        },
        iter: 1_000);

    [Test]
    public void Decode_ArbitraryBytes_NeverThrows() => Gen.Byte.Array[0, 60].Sample(Use, iter: 20_000);

    [Test]
    public void Decode_DamagedPackets_NeverThrows() => Gen.Select(Packets, Gen.Int[0, 500], Gen.Byte.Array[0, 3], Gen.Int[0, 3]).Sample(
        (sent, position, inserted, removed) =>
        {
            var bytes = Parser.Encode(sent).Messages[0].Payload.ToArray();
            var at = position % (bytes.Length + 1);
            Use([.. bytes[..at], .. inserted, .. bytes[Math.Min(at + removed, bytes.Length)..]]);
        },
        iter: 20_000);

    /// <summary>Whatever a client sent may be asked for any type, and passed on to others.</summary>
    private static void Use(byte[] bytes)
    {
        if (Parser.CreateDecoder().Decode(new EngineMessage(bytes, true)).Packet is not { } packet)
        {
            return;
        }
        foreach (var argument in packet.Arguments)
        {
            argument.TryGet<string>(out _);
            argument.TryGet<long>(out _);
            argument.TryGet<byte[]>(out _);
            argument.TryGet<DateTimeOffset>(out _);
            argument.TryGet<Dictionary<string, object>>(out _);
        }
        var passedOn = new OutgoingPacket(PacketType.Event, "/", "e", packet.Arguments.ToRaw().Items);
        Decode(Parser.Encode(passedOn));
        Wire.Parser.Encode(passedOn);
    }

    private static Packet Decode(EncodedPacket packet)
    {
        var result = Wire.Decode(Parser.CreateDecoder(), packet);
        Assert.That(result.Error, Is.Null, Wire.Text(packet));
        return result.Packet!;
    }

    private static void AssertSame(in OutgoingPacket sent, Packet received)
    {
        Assert.That(received.Namespace, Is.EqualTo(sent.Namespace));
        Assert.That(received.AckId, Is.EqualTo(sent.AckId));
        Assert.That(received.EventName, Is.EqualTo(sent.EventName ?? ""));
        Assert.That(received.Arguments.Select(JsonValues.Spell), Is.EqualTo(sent.Arguments.Select(JsonValues.Spell)));
        Assert.That(received.Type is PacketType.Event or PacketType.BinaryEvent, Is.EqualTo(sent.Type == PacketType.Event));
    }
}
