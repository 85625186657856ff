namespace SocketIO;

/// <summary>
/// What one client may cause to be done or kept. The defaults are far above what an honest client needs, and low enough for a
/// server that anybody may reach.
/// </summary>
public sealed class SocketIOLimits
{
    /// <summary>
    /// In how many namespaces one connection may be at a time, those on their way included. A CONNECT beyond it is refused
    /// with "Too many namespaces". Default: 100.
    /// </summary>
    public int MaxNamespaces { get; set; } = 100;

    /// <summary>
    /// The longest name of a namespace, in characters. A CONNECT to a longer one is refused with "Invalid namespace".
    /// Default: 256.
    /// </summary>
    public int MaxNamespaceLength { get; set; } = 256;

    /// <summary>
    /// How many CONNECTs of one connection may be unfinished, because a middleware or the log takes its time; then the
    /// next one waits until one is finished, and with it all that was sent behind it. One that is left again before it is let in counts to its end. Default: 10.
    /// </summary>
    public int MaxPendingConnects { get; set; } = 10;

    /// <summary>
    /// How many CONNECTs a second one connection may send in the long run; it is not read faster than that. Default: 10.
    /// </summary>
    public double ConnectsPerSecond { get; set; } = 10;

    /// <summary>How many CONNECTs one connection may send at once before <see cref="ConnectsPerSecond"/> counts. Default: 100.</summary>
    public int ConnectBurst { get; set; } = 100;

    /// <summary>
    /// How many messages a second one connection may send in the long run; it is not read faster than that. An attachment is a
    /// message of its own. Default: 50,000, about a sixth of what one core takes.
    /// </summary>
    public double MessagesPerSecond { get; set; } = 50_000;

    /// <summary>How many messages one connection may send at once before <see cref="MessagesPerSecond"/> counts. Default: 100,000.</summary>
    public int MessageBurst { get; set; } = 100_000;

    /// <summary>How many bytes a second one connection may send in the long run; it is not read faster than that. Default: 50 MB.</summary>
    public double BytesPerSecond { get; set; } = 50_000_000;

    /// <summary>How many bytes one connection may send at once before <see cref="BytesPerSecond"/> counts. Default: 100 MB.</summary>
    public int ByteBurst { get; set; } = 100_000_000;

    /// <summary>
    /// How long the attachments of a packet may take to come; a connection whose packet is not complete by then is closed.
    /// Default: 60 s.
    /// </summary>
    public TimeSpan AttachmentTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
