using System.Diagnostics.Metrics;

namespace EngineIO.Diagnostics;

/// <summary>The instruments of one server; their names and tags are a public contract.</summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "EngineIO";

    private readonly Meter? _own;
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _upgraded;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;
    private readonly Counter<long> _slow;
    private readonly Counter<long> _turnedAway;

    /// <param name="meters">Makes the meter, and disposes it; without it the server has one of its own.</param>
    public EngineMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create(MeterName) ?? (_own = new Meter(MeterName));
        _open = meter.CreateUpDownCounter<long>("engineio.sessions.open", "{session}", "Open sessions, by transport.");
        _closed = meter.CreateCounter<long>("engineio.sessions.closed", "{session}", "Closed sessions, by reason.");
        _upgraded = meter.CreateCounter<long>("engineio.sessions.upgraded", "{session}", "Upgrades from polling to WebSocket.");
        _sent = meter.CreateCounter<long>("engineio.messages.sent", "{message}", "Messages accepted for sending.");
        _received = meter.CreateCounter<long>("engineio.messages.received", "{message}", "Messages received.");
        _slow = meter.CreateCounter<long>("engineio.sessions.slow", "{session}", "Sessions closed because their send queue was full.");
        _turnedAway = meter.CreateCounter<long>("engineio.sessions.turned_away", "{session}", "Sessions refused because there were too many.");
    }

    public void Opened(EngineTransports transport) => _open.Add(1, Transport(transport));

    /// <param name="transport">The transport that the session had last.</param>
    /// <param name="reason">The reason's name on the wire.</param>
    public void Closed(EngineTransports transport, string reason)
    {
        _open.Add(-1, Transport(transport));
        _closed.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    public void Upgraded()
    {
        _open.Add(-1, Transport(EngineTransports.Polling));
        _open.Add(1, Transport(EngineTransports.WebSocket));
        _upgraded.Add(1);
    }

    public void Sent(int messages) => _sent.Add(messages);

    public void Received() => _received.Add(1);

    public void Slow() => _slow.Add(1);

    public void TurnedAway() => _turnedAway.Add(1);

    public void Dispose() => _own?.Dispose();

    private static KeyValuePair<string, object?> Transport(EngineTransports transport) => new("transport", transport.ToWireName());
}
