using SocketIO.Packets;
using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>What one client gets of what is stored, a page at a time.</summary>
/// <param name="socket">The client.</param>
/// <param name="stored">What is stored.</param>
/// <param name="range">Where it begins, and what the client is told first.</param>
internal abstract class PagedReplay(Socket socket, StoredEvents stored, ReplayRange range) : IReplay
{
    // What the client is told ahead of everything; none, or sent.
    private EncodedPacket? _notice = range.LeftOutEvent is { } name
        ? socket.Namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, socket.Namespace.Name, name, [range.After]))
        : null;

    protected Socket Socket => socket;

    /// <summary>The id up to which the client has what is stored.</summary>
    protected long Reached { get; private set; } = range.After;

    /// <summary>A client that gets no further comes back by itself and tries again; half a history would look like a whole one.</summary>
    public static void Fail(Socket socket, Exception exception)
    {
        Log.ReplayFailed(socket.Namespace.Server.SocketLogger, exception, socket.Id);
        socket.Connection.Close(EngineIO.CloseReason.TransportError);
    }

    public bool SendNext()
    {
        if (_notice is { } notice)
        {
            _notice = null;
            Send(notice);
        }
        return SendMore();
    }

    public ValueTask WhenReadyAsync() => socket.WaitForDrainAsync(CancellationToken.None);

    public void Fail(Exception exception) => Fail(socket, exception);

    protected void SendPage(long upTo)
    {
        var page = stored.After(Reached, upTo);
        foreach (var each in page)
        {
            Send(PacketOf(each));
        }
        Reached = page.Count == 0 ? upTo : page[^1].Id;
    }

    /// <summary>Sends the next page, if there is one; false if there is none, or the client has gone.</summary>
    protected abstract bool SendMore();

    /// <summary>How an event goes to this client.</summary>
    protected virtual EncodedPacket PacketOf(StoredEvent each) => each.Packet;

    protected abstract void Send(EncodedPacket packet);
}
