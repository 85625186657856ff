using CsCheck;
using EngineIO;
using SocketIO.Packets;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>Packets as the log keeps them.</summary>
public sealed class PacketEnvelopeTests
{
    private static readonly IPacketParser Parser = new Packets.Json.JsonPacketParser(Wire.Serializer, maxAttachments: 10);

    [TestCase(0, 0, true)]
    [TestCase(3, 13, false)]
    [TestCase(1, 4, true)]
    public void Open_WhatWasSealed_IsTheSame(int attachments, int slot, bool isCompressible)
    {
        var payload = new string('x', 300);
        var packet = new EncodedPacket(
            [
                OutboundMessage.Text($"2[\"{payload}\"]", isCompressible),
                .. Enumerable.Range(1, attachments).Select(i => OutboundMessage.Binary(new byte[i * 100], isCompressible)),
            ],
            (PacketSlot)slot);

        var opened = PacketEnvelope.Open(Parser, PacketEnvelope.Seal(packet));

        Assert.That(opened.Messages.ToArray().Select(message => message.Payload.ToArray()), Is.EqualTo(packet.Messages.ToArray().Select(message => message.Payload.ToArray())));
        Assert.That((opened.Slot, opened.IsCompressible), Is.EqualTo((packet.Slot, packet.IsCompressible)));
    }

    [Test]
    public void Open_FieldsOfAnotherVersion_ArePassedOver()
    {
        // A number in field 9, bytes in 10, 8 bytes in 11 and 4 in 12, around the first message.
        byte[] envelope = [0x48, 0x96, 0x01, 0x52, 2, 7, 7, 0x0A, 1, (byte)'x', 0x59, 1, 2, 3, 4, 5, 6, 7, 8, 0x65, 1, 2, 3, 4];

        Assert.That(Wire.Text(PacketEnvelope.Open(Parser, envelope)), Is.EqualTo("x"));
    }

    [Test]
    public void Open_AnyBytes_GivesAPacketOrSaysThatItIsNone() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        try
        {
            PacketEnvelope.Open(Parser, bytes);
        }
        catch (InvalidOperationException)
        {
            // It says so.
        }
    });

    [Test]
    public void Open_APartOfAnEnvelope_SaysThatItIsNone()
    {
        var envelope = PacketEnvelope.Seal(new EncodedPacket([OutboundMessage.Text("2[\"e\"]")]));
        for (var length = 1; length < envelope.Length; length++)
        {
            Assert.Throws<InvalidOperationException>(() => PacketEnvelope.Open(Parser, envelope[..length]));
        }
    }
}
