using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>What one client gets of what is stored, a page at a time.</summary>
/// <param name="socket">The client.</param>
/// <param name="stored">What is stored.</param>
/// <param name="after">The id behind which it begins.</param>
internal abstract class PagedReplay(Socket socket, StoredEvents stored, long after) : IReplay
{
    protected Socket Socket => socket;

    /// <summary>The id up to which the client has what is stored.</summary>
    protected long Reached { get; private set; } = after;

    /// <summary>A client that gets no further comes back by itself and tries again; half a history would look like a whole one.</summary>
    public static void Fail(Socket socket, Exception exception)
    {
        Log.ReplayFailed(socket.Namespace.Server.SocketLogger, exception, socket.Id);
        socket.Connection.Close(EngineIO.CloseReason.TransportError);
    }

    public abstract bool SendNext();

    public ValueTask WhenReadyAsync() => socket.WaitForDrainAsync(CancellationToken.None);

    public void Fail(Exception exception) => Fail(socket, exception);

    protected void SendPage(long upTo)
    {
        var page = stored.After(Reached, upTo);
        foreach (var each in page)
        {
            Send(each);
        }
        Reached = page.Count == 0 ? upTo : page[^1].Id;
    }

    protected abstract void Send(StoredEvent each);
}
