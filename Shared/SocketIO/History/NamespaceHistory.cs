using Microsoft.Extensions.Logging;
using SocketIO.Namespaces;
using SocketIO.Packets;
using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>
/// The durable events of a namespace: appended through the log, delivered in the order of their ids, and replayed
/// from any id.
/// </summary>
/// <remarks>
/// A client is either in replay or live. In replay it reads stored events, page by page, up to the last one that was
/// delivered on this worker; when it has reached that one it goes live, in the same lock under which the next
/// delivery takes its list of receivers. So there is neither a gap nor a repeat, and nothing is held back in memory.
/// </remarks>
public sealed class NamespaceHistory : IDurableSink
{
    private const int PageRows = 100;
    private const int PageBytes = 256 * 1024;

    private readonly Namespace _namespace;
    private readonly IDurableLog _log;
    private readonly string _eventName;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _live = [];
    private readonly HashSet<Socket> _replayed = [];
    private Socket[]? _receivers;
    private long _delivered;

    internal NamespaceHistory(Namespace owner, IDurableLog log, string eventName)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        _namespace = owner;
        _log = log;
        _eventName = eventName;
        _logger = owner.Server.SocketLogger;
        log.Connect(this);
    }

    /// <summary>The life of the log; empty until the log is reached for the first time.</summary>
    public string Epoch => _log.Epoch;

    /// <summary>Completes once the log has been reached for the first time.</summary>
    public Task Ready => _log.Ready;

    /// <summary>
    /// Stores an event and delivers it to every client of the namespace. Completes once it is on disk and was
    /// delivered to this worker's clients. The same key again stores nothing and gives the first id.
    /// </summary>
    /// <param name="key">The idempotency key, unique in the log.</param>
    /// <param name="content">What is stored, and the event's first argument.</param>
    /// <param name="cancellation">Gives up waiting; the event may be stored all the same.</param>
    public ValueTask<AppendResult> AppendAsync(string key, string content, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(content);
        var packet = _namespace.Server.Parser.Encode(
            new OutgoingPacket(PacketType.Event, _namespace.Name, _eventName, [content], Slot: PacketSlot.DurableId));
        return _log.AppendAsync(_namespace.Name, key, content, packet, cancellation);
    }

    /// <summary>
    /// Sends a client everything stored after an id, and from then on what comes new. Without this call a client gets
    /// no durable events; a second call for the same client does nothing. An id that the log has not reached counts as 0: it is from another life of the log.
    /// </summary>
    public void Replay(Socket socket, long after)
    {
        ArgumentNullException.ThrowIfNull(socket);
        lock (_lock)
        {
            if (!_replayed.Add(socket))
            {
                return;
            }
        }
        _ = Task.Run(() => ReplayAsync(socket, Math.Max(after, 0)));
    }

    /// <inheritdoc/>
    void IDurableSink.Start(long position)
    {
        lock (_lock)
        {
            _delivered = position;
        }
    }

    /// <inheritdoc/>
    void IDurableSink.Deliver(long id, EncodedPacket packet)
    {
        Socket[] receivers;
        lock (_lock)
        {
            if (id <= _delivered)
            {
                return;
            }
            _delivered = id;
            receivers = _receivers ??= [.. _live];
        }
        var filled = _namespace.Server.Parser.Fill(packet, id);
        foreach (var socket in receivers)
        {
            socket.Send(filled, isVolatile: false);
        }
    }

    internal void Remove(Socket socket)
    {
        lock (_lock)
        {
            _replayed.Remove(socket);
            if (_live.Remove(socket))
            {
                _receivers = null;
            }
        }
    }

    private async Task ReplayAsync(Socket socket, long after)
    {
        try
        {
            await _log.Ready.ConfigureAwait(false);
            await SendMissedAsync(socket, await CheckAsync(after).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // It comes back by itself and tries again; half a history would look like a whole one.
            Log.ReplayFailed(_logger, exception, socket.Id);
            socket.Connection.Close(EngineIO.CloseReason.TransportError);
        }
    }

    private async ValueTask<long> CheckAsync(long after)
    {
        if (after <= Delivered())
        {
            return after;
        }
        // Another worker may be ahead of this one: only the log's end tells.
        await _log.SynchronizeAsync(CancellationToken.None).ConfigureAwait(false);
        return after <= Delivered() ? after : 0;
    }

    private async Task SendMissedAsync(Socket socket, long after)
    {
        while (!TryGoLive(socket, after, out var upTo))
        {
            var page = _log.ReadPage(after, upTo, PageRows, PageBytes);
            foreach (var entry in page)
            {
                socket.Emit(_eventName, entry.Content, entry.Id);
            }
            after = page.Count == 0 ? upTo : page[^1].Id;
            await socket.WaitForDrainAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private bool TryGoLive(Socket socket, long after, out long upTo)
    {
        lock (_lock)
        {
            upTo = _delivered;
            if (!socket.Connected)
            {
                return true;
            }
            if (after < upTo)
            {
                return false;
            }
            _live.Add(socket);
            _receivers = null;
            return true;
        }
    }

    private long Delivered()
    {
        lock (_lock)
        {
            return _delivered;
        }
    }
}
