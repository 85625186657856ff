namespace EngineIO;

/// <summary>Receives the messages of one session.</summary>
public interface IEngineSocketHandler
{
    /// <summary>
    /// Handles one message. The calls of a session come one at a time and in order. While the returned task is pending
    /// nothing more is read from this client and its heartbeat deadline is suspended. An exception closes the session.
    /// </summary>
    /// <param name="message">The message; its memory is reused once the returned task completes.</param>
    ValueTask OnMessageAsync(EngineMessage message);

    /// <summary>
    /// Called exactly once, on a thread of the pool and never from within <see cref="EngineSocket.Close(CloseReason)"/> or
    /// <see cref="EngineSocket.Send(OutboundMessage)"/>. It does not wait for a message still being handled, so it may run
    /// beside the last <see cref="OnMessageAsync"/>; nothing sent from then on leaves.
    /// </summary>
    /// <param name="reason">Why the session ended.</param>
    void OnClosed(CloseReason reason);
}
