using System.Text.Json;
using Cluster.Protos;
using Google.Protobuf;
using SocketIO;
using SocketIO.Parsers;

namespace ClusterAdapter.Adapter;

/// <summary>Puts the description of a socket into an answer and takes it out.</summary>
internal static class RemoteSocketCodec
{
    // The worker that has the client has checked it.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static Cluster.Protos.RemoteSocket ToProto(Namespace owner, SocketIO.RemoteSocket socket)
    {
        var handshake = socket.Handshake;
        var proto = new Cluster.Protos.RemoteSocket
        {
            Id = socket.Id,
            Rooms = { socket.Rooms },
            Handshake = new SocketHandshake
            {
                Url = handshake.Url,
                Address = handshake.Address,
                Secure = handshake.Secure,
                CrossDomain = handshake.CrossDomain,
                TimeMs = handshake.Time.ToUnixTimeMilliseconds(),
                Auth = ByteString.CopyFromUtf8(handshake.Auth.GetRawText()),
            },
        };
        foreach (var (name, value) in handshake.Headers)
        {
            proto.Handshake.Headers[name] = value;
        }
        foreach (var (name, value) in handshake.Query)
        {
            proto.Handshake.Query[name] = value;
        }
        foreach (var (key, value) in socket.Data.Values)
        {
            proto.Data[key] = PacketCodec.ToProto(owner.Server.Parser.Encode(new OutgoingPacket(PacketType.Ack, owner.Name, null, [value], AckId: 0)));
        }
        return proto;
    }

    public static SocketIO.RemoteSocket FromProto(Namespace owner, Cluster.Protos.RemoteSocket proto)
    {
        var handshake = proto.Handshake;
        using var auth = JsonDocument.Parse(handshake.Auth.Memory, AnyDepth);
        return new SocketIO.RemoteSocket(
            owner,
            proto.Id,
            [.. proto.Rooms],
            new RemoteHandshake(
                new Dictionary<string, string>(handshake.Headers, StringComparer.OrdinalIgnoreCase),
                new Dictionary<string, string>(handshake.Query, StringComparer.Ordinal),
                handshake.Url,
                handshake.Address,
                handshake.Secure,
                handshake.CrossDomain,
                DateTimeOffset.FromUnixTimeMilliseconds(handshake.TimeMs),
                auth.RootElement.Clone()),
            proto.Data.Count == 0 ? RemoteSocketData.Empty : new RemoteSocketData(ReadData(owner, proto)));
    }

    private static Dictionary<string, EventArgument> ReadData(Namespace owner, Cluster.Protos.RemoteSocket proto) =>
        proto.Data.ToDictionary(pair => pair.Key, pair => PacketCodec.Decode(owner.Server.Parser, pair.Value).Arguments[0], StringComparer.Ordinal);
}
