using System.Text;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class CustomParserTests
{
    [Test]
    public async Task Parser_OfTheApplication_EncodesAndDecodes()
    {
        await using var server = await SocketServer.StartAsync(
            socket => socket.On("echo", context => context.Ack(context.Arguments.ToRaw())),
            options => options.Parser = settings => new ReversingParser(PacketParsers.Json(settings)));
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("4" + "0");
        Assert.That(Reverse(await client.ReadAsync()), Does.StartWith("0{\"sid\":"));
        await client.SendAsync("4" + Reverse("21[\"echo\",\"x\"]", prefix: 0));
        Assert.That(Reverse(await client.ReadAsync()), Is.EqualTo("31[\"x\"]"));
        server.Io.Emit("to all", 1);

        Assert.That(Reverse(await client.ReadAsync()), Is.EqualTo("2[\"to all\",1]"));
    }

    private static string Reverse(string text, int prefix = 1) => string.Concat(text[prefix..].Reverse());

    /// <summary>The packets of another parser, back to front.</summary>
    private sealed class ReversingParser(IPacketParser inner) : IPacketParser
    {
        public EncodedPacket Encode(in OutgoingPacket packet) => Turn(inner.Encode(packet));

        public EncodedPacket EncodeControl(PacketType type, string @namespace, ReadOnlySpan<byte> json) =>
            Turn(inner.EncodeControl(type, @namespace, json));

        public EncodedPacket Fill(EncodedPacket template, long id, string? offset = null, ReadOnlySpan<byte> description = default) => throw new NotSupportedException();

        public EncodedPacket Rebuild(
            ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible) =>
            throw new NotSupportedException();

        public IPacketDecoder CreateDecoder() => new Decoder(inner.CreateDecoder());

        private static EncodedPacket Turn(EncodedPacket packet) =>
            new([.. packet.Messages.ToArray().Select(message => OutboundMessage.Text(Reverse(Encoding.UTF8.GetString(message.Payload.Span), 0)))]);

        private sealed class Decoder(IPacketDecoder inner) : IPacketDecoder
        {
            public DecodeResult Decode(in EngineMessage message)
            {
                var text = Reverse(Encoding.UTF8.GetString(message.Data.Span), 0);
                return inner.Decode(new EngineMessage(Encoding.UTF8.GetBytes(text), false));
            }
        }
    }
}
