using System.Text;
using CsCheck;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class PacketPropertyTests
{
    private const int Generous = 1_000;

    private static readonly IPacketParser Parser = new Packets.Json.JsonPacketParser(Wire.Serializer, Generous);

    private static readonly Gen<OutgoingPacket> Packets = Gen.Select(
        Gen.Bool,
        Gen.OneOf("/", "/admin", "/a/b?c=d&e", "/é"),
        Gen.Select(Gen.Bool, Gen.Long[0, long.MaxValue], (has, id) => has ? (long?)id : null),
        JsonValues.Text.Where(name => name.Length > 0),
        JsonValues.Value.Array[0, 4],
        (isEvent, space, ackId, name, arguments) => isEvent
            ? new OutgoingPacket(PacketType.Event, space, name, arguments, ackId)
            : new OutgoingPacket(PacketType.Ack, space, null, arguments, ackId ?? 0));

    [Test]
    public void Decode_WhatEncodeWrote_IsTheSame() => Packets.Sample(sent => AssertSame(sent, Decode(Parser.Encode(sent))), iter: 3_000);

    [Test]
    public void Encode_RawArgumentsOfAReceivedPacket_PassesThemOn() => Packets.Sample(
        sent =>
        {
            var received = Decode(Parser.Encode(sent));
            // One binary value before them and one among them: all placeholders get other numbers.
            object?[] arguments = [new byte[] { 0xFF }, .. received.Arguments.ToRaw().Items.Reverse(), new byte[] { 0xEE }];

            var again = Decode(Parser.Encode(sent with { Arguments = arguments }));

            AssertSame(sent with { Arguments = [new byte[] { 0xFF }, .. sent.Arguments.Reverse(), new byte[] { 0xEE }] }, again);
        },
        iter: 3_000);

    [Test]
    public void Rebuild_BytesOfAnEncodedPacket_GivesTheSamePacket() => Packets.Sample(
        sent =>
        {
            var packet = Parser.Encode(sent);
            var messages = packet.Messages.ToArray();

            var relayed = Parser.Rebuild(messages[0].Payload, [.. messages[1..].Select(message => message.Payload)], packet.Slot);

            Assert.That(Wire.Text(relayed), Is.EqualTo(Wire.Text(packet)));
        },
        iter: 500);

    [Test]
    public void Fill_AnyEventAndId_AddsTheLastArgument() => Gen.Select(Packets.Where(packet => packet.Type == PacketType.Event), Gen.Long[1, long.MaxValue]).Sample(
        (sent, id) =>
        {
            var template = Parser.Encode(sent with { Slot = PacketSlot.DurableId });
            var messages = template.Messages.ToArray();
            var relayed = Parser.Rebuild(messages[0].Payload, [.. messages[1..].Select(message => message.Payload)], template.Slot);

            AssertSame(sent with { Arguments = [.. sent.Arguments, id] }, Decode(Parser.Fill(template, id)));
            AssertSame(sent with { Arguments = [.. sent.Arguments, id] }, Decode(Parser.Fill(relayed, id)));
        },
        iter: 500);

    [Test]
    public void Decode_ArbitraryBytes_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool).Array[1, 4].Sample(messages => UseAll(messages), iter: 20_000);

    [Test]
    public void Decode_DamagedPackets_NeverThrows() => Gen.Select(
        Gen.OneOf(
            """2["a",{"b":[1,"c\ud800",null]}]""", """51-["a","\udfff",{"_placeholder":true,"num":0}]""", """52-/x,9[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]""",
            """61-7[{"\ud800":{"_placeholder":true,"num":0}}]""", """0/admin,{"token":"\u0000"}""", "1/admin,", "39[]"),
        Gen.Int[0, 60],
        Gen.OneOf("", "\"", "\\", "{", "}", "[", "]", ",", "0", "-", "/", "\\ud800", "é", "1e999"),
        Gen.Int[0, 3]).Sample(
            (text, position, inserted, removed) =>
            {
                var at = Math.Min(position, text.Length);
                var damaged = text[..at] + inserted + text[Math.Min(at + removed, text.Length)..];
                UseAll([(Encoding.UTF8.GetBytes(damaged), false), ([1], true), ([2], true)]);
            },
            iter: 20_000);

    private static void UseAll((byte[] Data, bool IsBinary)[] messages)
    {
        var decoder = Parser.CreateDecoder();
        foreach (var (data, isBinary) in messages)
        {
            var result = decoder.Decode(new EngineMessage(data, isBinary));
            if (result.Packet is { } packet)
            {
                Assert.That(result.Error, Is.Null);
                Use(packet);
            }
        }
    }

    /// <summary>Whatever a client sent may be asked for any type, and passed on to others.</summary>
    private static void Use(Packet packet)
    {
        foreach (var argument in packet.Arguments)
        {
            argument.TryGet<string>(out _);
            argument.TryGet<long>(out _);
            argument.TryGet<byte[]>(out _);
            argument.TryGet<Dictionary<string, object>>(out _);
        }
        Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", packet.Arguments.ToRaw().Items));
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
        var isEvent = received.Type is PacketType.Event or PacketType.BinaryEvent;
        Assert.That(isEvent, Is.EqualTo(sent.Type == PacketType.Event));
    }
}
