using System.Text;
using ClusterAdapter.Adapter;
using Google.Protobuf;
using SocketIO.Parsers;

namespace ClusterAdapter.Tests;

public sealed class PacketCodecTests
{
    private static readonly IPacketParser Parser = PacketParsers.Json(new SocketIOOptions());
    private static readonly IPacketParser MessagePack = PacketParsers.MessagePack(new SocketIOOptions());

    [Test]
    public void FromProto_WhatToProtoMade_IsTheSamePacket(
        [Values] PacketSlot slot, [Values] bool compress, [Values("text", null)] string? text, [Values] bool messagePack)
    {
        var parser = messagePack ? MessagePack : Parser;
        object?[] arguments = text is null ? [new byte[] { 1, 2 }, new byte[] { 3 }] : [text];
        var packet = parser.Encode(new OutgoingPacket(PacketType.Event, "/n", "e", arguments, Slot: slot, Compress: compress));

        // As it comes from another worker.
        var proto = Cluster.Protos.Packet.Parser.ParseFrom(PacketCodec.ToProto(packet).ToByteArray());
        var read = PacketCodec.FromProto(parser, proto);

        Assert.That(Messages(read), Is.EqualTo(Messages(packet)));
        Assert.That((read.Slot, read.IsCompressible), Is.EqualTo((slot, compress)));
    }

    [Test]
    public void ToProto_PacketWithAttachments_WrapsTheirBytes()
    {
        var packet = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [new byte[] { 7, 8 }]));

        var proto = PacketCodec.ToProto(packet);

        Assert.That(Encoding.UTF8.GetString(proto.First.Span), Does.StartWith("51-[\"e\""));
        Assert.That(proto.Attachments.Single().Memory.Equals(packet.Messages[1].Payload), Is.True, "not a copy of them");
    }

    [Test]
    public void Decode_WholePacket_GivesItsArguments()
    {
        var proto = PacketCodec.ToProto(Parser.Encode(new OutgoingPacket(PacketType.Event, "/n", "e", ["x", new byte[] { 7 }])));

        var packet = PacketCodec.Decode(Parser, proto);

        Assert.That((packet.Type, packet.Namespace, packet.Arguments.Get<string>(0)), Is.EqualTo((PacketType.BinaryEvent, "/n", "x")));
        Assert.That(packet.Arguments.Get<byte[]>(1), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public void Decode_AttachmentIsMissing_IsRefused()
    {
        var proto = PacketCodec.ToProto(Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [new byte[] { 7 }])));
        proto.Attachments.Clear();

        Assert.That(() => PacketCodec.Decode(Parser, proto), Throws.InvalidOperationException);
    }

    private static string[] Messages(EncodedPacket packet) =>
        [.. packet.Messages.ToArray().Select(message => $"{message.IsBinary} {Convert.ToHexString(message.Payload.Span)}")];
}
