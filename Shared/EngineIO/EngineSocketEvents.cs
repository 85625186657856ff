using EngineIO.Packets;
using Microsoft.Extensions.Logging;

namespace EngineIO;

/// <summary>
/// What happens on one session, below messages: for measuring and for looking for faults. Handlers run in the middle of
/// receiving and sending, so they must be quick; an exception in one is logged.
/// </summary>
public sealed class EngineSocketEvents
{
    private readonly ILogger _logger;

    internal EngineSocketEvents(ILogger logger) => _logger = logger;

    /// <summary>A packet has come; it is handled next. Its data are valid only during the call.</summary>
    public event Action<EnginePacketInfo>? PacketReceived;

    /// <summary>A packet is going to be queued for the client. Not raised for the open packet, nor for those that only end a poll.</summary>
    public event Action<EnginePacketInfo>? PacketSending;

    /// <summary>The session has moved from polling to a WebSocket.</summary>
    public event Action? Upgraded;

    internal void OnReceived(EnginePacket packet)
    {
        if (PacketReceived is { } handler)
        {
            Run(() => handler(new EnginePacketInfo(NameOf(packet.Type), packet.Data, packet.IsBinary)));
        }
    }

    internal void OnSending(ReadOnlySpan<OutboundMessage> group)
    {
        if (PacketSending is not { } handler)
        {
            return;
        }
        foreach (var message in group)
        {
            Run(() => handler(new EnginePacketInfo(NameOf(message.Type), message.Payload, message.IsBinary)));
        }
    }

    internal void OnUpgraded()
    {
        if (Upgraded is { } handler)
        {
            Run(handler);
        }
    }

    private void Run(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception exception)
        {
            Log.HookFailed(_logger, exception);
        }
    }

    private static string NameOf(PacketType type) => type switch
    {
        PacketType.Open => "open",
        PacketType.Close => "close",
        PacketType.Ping => "ping",
        PacketType.Pong => "pong",
        PacketType.Message => "message",
        PacketType.Upgrade => "upgrade",
        _ => "noop",
    };
}

/// <summary>One Engine.IO packet.</summary>
/// <param name="Type">Its type, by the protocol's name: "message", "ping" and so on.</param>
/// <param name="Data">What it carries.</param>
/// <param name="IsBinary">Whether that is binary.</param>
public readonly record struct EnginePacketInfo(string Type, ReadOnlyMemory<byte> Data, bool IsBinary);
