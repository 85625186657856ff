using System.Text.Json;
using EngineIO;
using SocketIO;
using SocketIO.Parsers;

namespace Fuzz.Decoding;

/// <summary>Does with a decoded packet what an application might: asks for any type, and passes it on to others.</summary>
internal sealed class PacketUse
{
    /// <summary>
    /// An object of MessagePack that looks like a placeholder of JSON. Beside bytes JSON has no form for it: in JSON it stands for
    /// one of them, or, as for the reference's clients, for nothing that they take.
    /// </summary>
    private static readonly byte[] ClientsOwnMark = [.. """\u005F\u0070\u006C"""u8];

    private static readonly SocketIOOptions Options = new() { MaxAttachments = int.MaxValue };

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = Options.MaxDepth };

    private readonly IPacketParser _json = PacketParsers.Json(Options);
    private readonly IPacketParser _messagePack = PacketParsers.MessagePack(Options);

    public void Check(in DecodeResult result)
    {
        Expect.True(result.Packet is null || result.Error is null, "a packet and an error at once");
        if (result.Packet is not { } packet)
        {
            return;
        }
        Expect.True(packet.Namespace.StartsWith('/'), "a namespace without a slash");
        Expect.True(packet.AckId is null or >= 0, "a negative acknowledgement id");
        if (packet.Type == PacketType.Connect)
        {
            using var payload = JsonDocument.Parse(packet.Payload.IsEmpty ? "{}"u8.ToArray() : packet.Payload, Deep);
            Expect.True(payload.RootElement.ValueKind == JsonValueKind.Object, "a payload that is no object");
        }
        Ask(packet);
        PassOn(packet, _json);
        PassOn(packet, _messagePack);
    }

    private static void Ask(Packet packet)
    {
        foreach (var argument in packet.Arguments)
        {
            argument.TryGet<string>(out _);
            argument.TryGet<int>(out _);
            argument.TryGet<double>(out _);
            argument.TryGet<byte[]>(out _);
            argument.TryGet<DateTimeOffset>(out _);
            argument.TryGet<Dictionary<string, JsonElement>>(out _);
            argument.TryGet<Sample>(out _);
        }
    }

    /// <summary>What one client sent goes out to another, which must be able to read it.</summary>
    private void PassOn(Packet packet, IPacketParser parser)
    {
        var encoded = parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", packet.Arguments.ToRaw().Items));
        var decoder = parser.CreateDecoder();
        DecodeResult again = default;
        foreach (var message in encoded.Messages)
        {
            again = decoder.Decode(new EngineMessage(message.Payload, message.IsBinary));
            if (again.Error is not null && parser == _json && packet.Arguments.Any(argument => argument.Json.Span.IndexOf(ClientsOwnMark) >= 0))
            {
                return;
            }
            Expect.True(again.Error is null, $"what is passed on cannot be read: {again.Error}");
        }
        Expect.True(again.Packet?.Arguments.Count == packet.Arguments.Count, "arguments got lost on the way");
    }

    private sealed record Sample(string? Text, int? Count, byte[]? Data);
}
