using System.Text.Json;
using EngineIO;
using SocketIO.Arguments;
using SocketIO.Parsers;

namespace SocketIO;

/// <summary>The settings of a Socket.IO server; names and defaults follow the reference.</summary>
public sealed class SocketIOOptions
{
    /// <summary>The HTTP path of the server. Default: <c>/socket.io/</c>.</summary>
    public string Path { get; set; } = "/socket.io/";

    /// <summary>Whether the JavaScript client is served under <see cref="Path"/>. Default: yes.</summary>
    public bool ServeClient { get; set; } = true;

    /// <summary>A connection that has joined no namespace by then is closed. Default: 45 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>The most binary attachments that one packet may have; more close the connection. Default: 10.</summary>
    public int MaxAttachments { get; set; } = 10;

    /// <summary>
    /// How deep an argument, or a client's <c>auth</c>, may nest, whatever the parser and both ways;
    /// <see cref="JsonSerializerOptions.MaxDepth"/> does not count. What a client sends beyond it closes its connection, and a
    /// value of the application's own beyond it is refused. Default: 1,000.
    /// </summary>
    public int MaxDepth { get; set; } = ArgumentSerializer.DefaultMaxDepth;

    /// <summary>
    /// How many events of one socket may wait for their handlers; then nothing more is read from that client until
    /// half of them are handled. Default: 1,000.
    /// </summary>
    public int MaxPendingEvents { get; set; } = 1_000;

    /// <summary>The same bound in bytes of their packets. Default: 4 MiB.</summary>
    public long MaxPendingBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// A client that is not read for so long, because its handlers do not get on, is disconnected. Default: 60 s.
    /// </summary>
    public TimeSpan MaxPendingTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether a namespace that came into being because a client asked for it is removed when its last client leaves. One that
    /// the application has given something of its own, such as a middleware, presence or history, other than in
    /// <see cref="SocketIOServer.OnNewNamespace"/>, stays. Default: no.
    /// </summary>
    public bool CleanupEmptyChildNamespaces { get; set; }

    /// <summary>
    /// Whether a client is told the type and the message of an exception in a handler, which may tell about the server. If not, it
    /// gets <c>{ "error": "internal server error" }</c>; the message of an <see cref="EventException"/> it gets in any case.
    /// Default: no.
    /// </summary>
    public bool EnableDetailedErrors { get; set; }

    /// <summary>
    /// How arguments are read and written. Default: System.Text.Json's web defaults. In a trimmed app set a
    /// <see cref="JsonSerializerOptions.TypeInfoResolver"/> here.
    /// </summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>
    /// Makes the parser, which must be that of the clients. Default: <see cref="PacketParsers.Json"/>; the other one
    /// that comes with the library is <see cref="PacketParsers.MessagePack"/>.
    /// </summary>
    public Func<SocketIOOptions, IPacketParser> Parser { get; set; } = PacketParsers.Json;

    /// <summary>
    /// Gives clients their session back when they were away for a moment, in all namespaces. Default: none, recovery is
    /// off. It needs a log: that of a cluster (<c>JoinCluster</c>), or one in this process (<c>AddSocketIOSequencer</c>).
    /// </summary>
    public ConnectionStateRecoveryOptions? ConnectionStateRecovery { get; set; }

    /// <summary>What one client may cause to be done or kept.</summary>
    public SocketIOLimits Limits { get; } = new();

    /// <summary>The settings of the Engine.IO server below.</summary>
    public EngineIOOptions Engine { get; } = new();

    /// <summary>Made at first use: the options are settled by then.</summary>
    internal ArgumentSerializer Arguments => field ??= new ArgumentSerializer(JsonSerializerOptions, MaxDepth);

    /// <summary>For a parser: an argument as it was received.</summary>
    /// <param name="json">The argument as UTF-8 JSON; binary values stand as placeholders.</param>
    /// <param name="attachments">The binary values.</param>
    public EventArgument ArgumentFromJson(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments) => new(json, attachments, Arguments);

    /// <summary>For a parser: a value that is to be sent, as JSON with its binary values beside it.</summary>
    public EventArgument ArgumentFromValue(object? value) =>
        Arguments.WithRoom((Serializer: Arguments, Value: value), static call => EventArgument.Write(call.Serializer, call.Value));
}
