using System.Runtime.CompilerServices;
using EngineIO.Events;
using EngineIO.Packets;
using Microsoft.Extensions.Logging;

namespace EngineIO;

/// <summary>
/// What happens on one session, below messages: for measuring and for looking for faults. Handlers run in the middle of
/// receiving and sending, so they must be quick; nothing waits for what an asynchronous one does after its first await. An
/// exception in one is logged.
/// </summary>
public sealed class EngineSocketEvents
{
    private readonly HookList<EnginePacketInfo> _received;
    private readonly HookList<EnginePacketInfo> _sending;
    private readonly HookList<EngineSocketEvents> _upgraded;

    internal EngineSocketEvents(ILogger logger)
    {
        _received = new HookList<EnginePacketInfo>(logger);
        _sending = new HookList<EnginePacketInfo>(logger);
        _upgraded = new HookList<EngineSocketEvents>(logger);
    }

    /// <summary>
    /// Calls <paramref name="handler"/> when a packet has come, before it is handled. The packet's data are valid only
    /// during the call: an asynchronous handler has to copy what it needs of them before its first await.
    /// </summary>
    /// <param name="handler">The handler.</param>
    [OverloadResolutionPriority(1)]
    public void OnPacketReceived(Func<EnginePacketInfo, ValueTask> handler) => _received.Add(handler);

    /// <inheritdoc cref="OnPacketReceived(Func{EnginePacketInfo, ValueTask})"/>
    public void OnPacketReceived(Func<EnginePacketInfo, Task> handler) => _received.Add(handler);

    /// <inheritdoc cref="OnPacketReceived(Func{EnginePacketInfo, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public void OnPacketReceived(Action<EnginePacketInfo> handler) => _received.Add(handler);

    /// <summary>
    /// Calls <paramref name="handler"/> when a packet is going to be queued for the client; not for the open packet, nor for
    /// those that only end a poll. The packet's data are valid only during the call: an asynchronous handler has to copy
    /// what it needs of them before its first await.
    /// </summary>
    /// <param name="handler">The handler.</param>
    [OverloadResolutionPriority(1)]
    public void OnPacketSending(Func<EnginePacketInfo, ValueTask> handler) => _sending.Add(handler);

    /// <inheritdoc cref="OnPacketSending(Func{EnginePacketInfo, ValueTask})"/>
    public void OnPacketSending(Func<EnginePacketInfo, Task> handler) => _sending.Add(handler);

    /// <inheritdoc cref="OnPacketSending(Func{EnginePacketInfo, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public void OnPacketSending(Action<EnginePacketInfo> handler) => _sending.Add(handler);

    /// <summary>Calls <paramref name="handler"/> when the session has moved from polling to a WebSocket.</summary>
    /// <param name="handler">The handler.</param>
    [OverloadResolutionPriority(1)]
    public void OnUpgraded(Func<ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _upgraded.Add(_ => handler());
    }

    /// <inheritdoc cref="OnUpgraded(Func{ValueTask})"/>
    public void OnUpgraded(Func<Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _upgraded.Add(_ => handler());
    }

    /// <inheritdoc cref="OnUpgraded(Func{ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public void OnUpgraded(Action handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _upgraded.Add(_ => handler());
    }

    internal void RaiseReceived(EnginePacket packet) =>
        _received.Raise(new EnginePacketInfo(NameOf(packet.Type), packet.Data, packet.IsBinary));

    internal void RaiseSending(ReadOnlySpan<OutboundMessage> group)
    {
        foreach (var message in group)
        {
            _sending.Raise(new EnginePacketInfo(NameOf(message.Type), message.Payload, message.IsBinary));
        }
    }

    internal void RaiseUpgraded() => _upgraded.Raise(this);

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
/// <param name="Data">What it carries; valid only during the call that was given it.</param>
/// <param name="IsBinary">Whether that is binary.</param>
public readonly record struct EnginePacketInfo(string Type, ReadOnlyMemory<byte> Data, bool IsBinary);
