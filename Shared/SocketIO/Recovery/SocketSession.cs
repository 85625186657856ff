using EngineIO;
using SocketIO.Diagnostics;
using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sequencing;
using SocketIO.Sockets;

namespace SocketIO.Recovery;

/// <summary>
/// The session of one socket on this worker. While its gate is closed the socket gets none of the
/// stream's events: what it misses is read page by page, and the last page opens the gate exactly where it ends in the
/// stream. So nothing is held back here for it, and it gets every event once.
/// </summary>
internal sealed class SocketSession(ISequencer sequencer, string pid, long generation) : SocketGate
{
    private const int PageBytes = 256 * 1024;

    private const int AckIdsOfAGeneration = 1 << 20;

    private const int AckIdsOfSockets = 1 << 30;

    /// <summary>Makes the packet of an event of the log.</summary>
    public delegate EncodedPacket Fill(in LogEntry entry, EmitEvent emit);

    private readonly Lock _lock = new();
    private Socket _socket = null!;
    private volatile bool _ended;
    private bool _asked;
    private long _after;

    /// <summary>What the client shows when it comes back; nobody else may know it.</summary>
    public string Pid { get; } = pid;

    /// <summary>Counts the claims of the session, from 1.</summary>
    public long Generation { get; set; } = generation;

    /// <summary>Whether the session is in the log.</summary>
    public bool HasBegun => Generation > 0;

    /// <summary>Whether nobody comes back to the session, as far as this worker has heard.</summary>
    public bool HasEnded => _ended;

    public override long FirstAckId => Math.Max(Generation - 1, 0) * AckIdsOfAGeneration % AckIdsOfSockets;

    /// <summary>The rooms that the socket is to enter as soon as the log says so.</summary>
    public JoiningRooms Joining { get; } = new();

    /// <summary>What its client has, and gets, of histories.</summary>
    public SessionHistories Histories { get; } = new();

    /// <summary>Names the session of a socket, in its generation.</summary>
    public SessionKey KeyOf(Socket socket) => new(socket.Id, Generation);

    /// <summary>The session of a socket, in a namespace with recovery.</summary>
    public static SocketSession Of(Socket socket) => (SocketSession)socket.Gate;

    public void Attach(Socket socket) => _socket = socket;

    /// <summary>The server asks the session to end.</summary>
    public void BeginEnd() => IsEnding = true;

    /// <summary>The session is no longer this socket's.</summary>
    /// <param name="mayReturn">Whether its client may still come back to it, or has done so elsewhere.</param>
    /// <param name="reason">Why, if the log said so.</param>
    public void End(bool mayReturn, DisconnectReason? reason = null)
    {
        _ended |= !mayReturn;
        End(reason);
    }

    /// <summary>Closes the gate: what follows this number is to be read.</summary>
    public void Hold(long after)
    {
        lock (_lock)
        {
            _after = after;
            _asked = false;
            Close();
        }
    }

    /// <summary>Asks for the next page.</summary>
    public void Ask()
    {
        long after;
        lock (_lock)
        {
            if (!IsClosed || IsOver)
            {
                return;
            }
            _asked = true;
            after = _after;
        }
        sequencer.ReadMissed(KeyOf(_socket), after, PageBytes);
    }

    /// <summary>The log was lost and is there again: a page that was asked for does not come any more.</summary>
    public void AskAgain()
    {
        lock (_lock)
        {
            if (!_asked)
            {
                return;
            }
        }
        Ask();
    }

    /// <summary>Takes a page; called in the stream.</summary>
    public void Take(MissedPage page, Fill fill)
    {
        lock (_lock)
        {
            if (!IsClosed || !_asked || IsOver)
            {
                return;
            }
            _asked = false;
        }
        if (page.IsLost)
        {
            // The client comes back by itself, and is told then that it is not recovered.
            Log.MissedIsGone(_socket.Namespace.Server.Logs.Recovery, _socket.Id);
            _socket.Connection.Close(CloseReason.TransportError);
            return;
        }
        foreach (var missed in page.Events)
        {
            var emit = (EmitEvent)missed.Event;
            // A page may have been asked for twice, as the log was lost and found again.
            if (missed.Number > _after && !Histories.IsCut(emit.Target, missed.Number))
            {
                _socket.Outbox.Deliver(fill(missed, emit));
            }
        }
        _after = Math.Max(_after, page.UpTo);
        if (page.IsLast)
        {
            Open();
        }
        else
        {
            _ = AskWhenDrainedAsync();
        }
    }

    protected override void OnTooMuch(int most)
    {
        Log.TooMuchDeferred(_socket.Namespace.Server.Logs.Recovery, _socket.Id, most);
        _socket.Connection.Close(CloseReason.TransportError);
    }

    private async Task AskWhenDrainedAsync()
    {
        // A slow client takes its time; the log keeps what it needs, up to its bounds.
        await _socket.WaitForDrainAsync(CancellationToken.None).ConfigureAwait(false);
        Ask();
    }
}
