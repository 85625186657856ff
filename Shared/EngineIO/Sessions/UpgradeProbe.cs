using EngineIO.Packets;
using EngineIO.Transports;

namespace EngineIO.Sessions;

/// <summary>
/// A WebSocket that a polling session tries out. Until the client confirms it the session goes on polling; whatever goes
/// wrong here costs only this WebSocket.
/// </summary>
internal sealed class UpgradeProbe(
    EngineSocket session, UpgradeTicket ticket, WebSocketTransport candidate, EngineIOOptions options, TimeProvider time)
{
    private static readonly TimeSpan NoopInterval = TimeSpan.FromMilliseconds(50);

    private volatile bool _answered;

    /// <summary>True when the session has moved to the WebSocket; false when the WebSocket has ended.</summary>
    public async Task<bool> RunAsync()
    {
        using var ended = new CancellationTokenSource();
        var watch = WatchAsync(ended.Token);
        var outcome = ReadOutcome.Message;
        var upgraded = false;
        try
        {
            while (!upgraded && (outcome = await candidate.Reader.ReadAsync()) == ReadOutcome.Message)
            {
                upgraded = await HandleAsync();
                candidate.Reader.Release();
            }
        }
        finally
        {
            if (!upgraded)
            {
                session.Slot.CancelUpgrade(ticket);
                candidate.AnswerEnd(outcome);
                await candidate.Writer.WhenIdleAsync();
            }
            await ended.CancelAsync();
            await watch;
        }
        return upgraded;
    }

    private async Task<bool> HandleAsync()
    {
        if (!candidate.Reader.IsBinary && EnginePacket.TryParseText(candidate.Reader.Message, session.Protocol, out var packet))
        {
            if (packet.Type == PacketType.Ping && packet.Data.Span.SequenceEqual("probe"u8))
            {
                candidate.Send([ControlPackets.ProbePong]);
                _answered = true;
                return false;
            }
            if (packet.Type == PacketType.Upgrade && await session.Slot.CompleteUpgradeAsync(ticket, candidate))
            {
                return true;
            }
        }
        // First, so that nothing that follows on this WebSocket can complete the upgrade.
        session.Slot.CancelUpgrade(ticket);
        candidate.Close(CloseMode.Discard);
        return false;
    }

    // Not at once: mostly something is on its way that releases the poll by itself, such as the answer to CONNECT, and
    // should not be overtaken. The reference waits 100 ms, which is long for a client that does nothing else meanwhile. A
    // client may open another poll before it sees the answer to its probe, so one noop is not enough.
    private async Task WatchAsync(CancellationToken ended)
    {
        try
        {
            var started = time.GetTimestamp();
            while (time.GetElapsedTime(started) < options.UpgradeTimeout)
            {
                await Task.Delay(NoopInterval < options.UpgradeTimeout ? NoopInterval : options.UpgradeTimeout, time, ended);
                if (_answered)
                {
                    session.Slot.ReleasePoll();
                }
            }
            if (!session.Slot.CancelUpgrade(ticket))
            {
                return;
            }
            candidate.Close(CloseMode.Discard);
            await Task.Delay(EngineSocket.CloseTimeout, time, ended);
            candidate.Close(CloseMode.Abort);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
