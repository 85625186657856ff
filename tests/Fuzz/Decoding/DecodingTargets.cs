using EngineIO.Packets;
using Fuzz.Inputs;
using SocketIO;
using SocketIO.Parsers;

namespace Fuzz.Decoding;

/// <summary>All decoders that read what clients send.</summary>
internal static class DecodingTargets
{
    public static IReadOnlyList<IDecodingTarget> All { get; } =
    [
        new PacketTarget("json packets", PacketParsers.Json(new SocketIOOptions()), PacketInputs.Json),
        new PacketTarget("msgpack packets", PacketParsers.MessagePack(new SocketIOOptions()), dice => [MessagePackInputs.Next(dice)]),
        new PayloadTarget("payload v4", PayloadCodecV4.Instance, PayloadInputs.V4),
        new PayloadTarget("payload v3 text", PayloadCodecV3Text.Instance, PayloadInputs.V3Text),
        new PayloadTarget("payload v3 binary", PayloadCodecV3Binary.Instance, PayloadInputs.V3Binary),
        new FormTarget(),
        new FrameTarget("frames", deflates: false),
        new FrameTarget("frames, deflate", deflates: true),
    ];
}
