using SocketIO.Packets.Json;
using SocketIO.Packets.MessagePack;

namespace SocketIO.Parsers;

/// <summary>The parsers that come with the library, for <see cref="SocketIOOptions.Parser"/>.</summary>
public static class PacketParsers
{
    /// <summary>The default of the protocol: JSON, with binary values in messages of their own.</summary>
    public static IPacketParser Json(SocketIOOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new JsonPacketParser(options.Arguments, options.MaxAttachments);
    }

    /// <summary>
    /// MessagePack, for clients with npm's <c>socket.io-msgpack-parser</c> 3: each packet is one binary message. A
    /// <see cref="DateTimeOffset"/> or <see cref="DateTime"/> given as an argument arrives as a <c>Date</c>; one within
    /// an object is text, as in JSON. Such a client's dates are read as those types, or as text, and passed on as dates.
    /// </summary>
    public static IPacketParser MessagePack(SocketIOOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MessagePackPacketParser(options.Arguments);
    }
}
