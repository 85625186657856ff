using System.Diagnostics.Metrics;

namespace SocketIO.Diagnostics;

/// <summary>What the server counts, under the meter <c>SocketIO</c>.</summary>
internal sealed class SocketIOMetrics
{
    private readonly UpDownCounter<long> _sockets;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _connectsHeldBack;
    private readonly Counter<long> _messagesHeldBack;
    private readonly Counter<long> _sessionsNotKept;

    public SocketIOMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create("SocketIO") ?? new Meter("SocketIO");
        _sockets = meter.CreateUpDownCounter<long>("socketio.sockets", "{socket}", "Sockets in a namespace.");
        _disconnects = meter.CreateCounter<long>("socketio.disconnects", "{socket}", "Sockets that left, by reason.");
        _connectsHeldBack = meter.CreateCounter<long>(
            "socketio.connects.held_back", "{packet}", "CONNECTs that had to wait for their turn: too many were unfinished, or came too fast.");
        _messagesHeldBack = meter.CreateCounter<long>(
            "socketio.messages.held_back", "{pause}", "Pauses in the reading of a client that sent too fast, or filled too much of the log.");
        _sessionsNotKept = meter.CreateCounter<long>(
            "socketio.sessions.not_kept", "{session}", "Sessions that ended with their connection: too many of the same user or address were away.");
    }

    public void SessionNotKept() => _sessionsNotKept.Add(1);

    public void MessagesHeldBack() => _messagesHeldBack.Add(1);

    public void ConnectHeldBack() => _connectsHeldBack.Add(1);

    public void SocketOpened(string @namespace) => _sockets.Add(1, KeyValuePair.Create<string, object?>("namespace", @namespace));

    public void SocketClosed(string @namespace, DisconnectReason reason)
    {
        _sockets.Add(-1, KeyValuePair.Create<string, object?>("namespace", @namespace));
        _disconnects.Add(1, KeyValuePair.Create<string, object?>("reason", reason.ToWireName()));
    }
}
