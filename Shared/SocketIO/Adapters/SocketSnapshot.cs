using SocketIO.Parsers;
using SocketIO.Rooms;

namespace SocketIO.Adapters;

/// <summary>Copies what is known of a socket, so that it looks the same from every worker.</summary>
internal static class SocketSnapshot
{
    public static RemoteSocket Of(Socket socket, IReadOnlyList<string> rooms)
    {
        var handshake = socket.Handshake;
        return new RemoteSocket(
            socket.Namespace,
            socket.Id,
            [.. OwnNames.Visible(rooms)],
            new RemoteHandshake(
                handshake.Headers, handshake.Query, handshake.Url, handshake.Address, handshake.Secure, handshake.CrossDomain, handshake.Time, handshake.Auth),
            Copy(socket));
    }

    private static RemoteSocketData Copy(Socket socket)
    {
        var keys = socket.Data.Keys;
        if (keys.Count == 0)
        {
            return RemoteSocketData.Empty;
        }
        var values = new Dictionary<string, EventArgument>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (TryCopy(socket, socket.Data[key], out var copy))
            {
                values[key] = copy;
            }
        }
        return new RemoteSocketData(values);
    }

    private static bool TryCopy(Socket socket, object? value, out EventArgument copy)
    {
        copy = default;
        var parser = socket.Namespace.Server.Parser;
        try
        {
            var decoder = parser.CreateDecoder();
            var result = DecodeResult.Incomplete;
            foreach (var message in parser.Encode(new OutgoingPacket(PacketType.Ack, socket.Namespace.Name, null, [value], AckId: 0)).Messages)
            {
                result = decoder.Decode(new EngineIO.EngineMessage(message.Payload, message.IsBinary));
            }
            if (result.Packet is not { Arguments: [var argument] })
            {
                return false;
            }
            copy = argument;
            return true;
        }
        catch (Exception)
        {
            // Something of the application's own that no serializer can write, such as a connection: it stays here.
            return false;
        }
    }
}
