namespace SocketIO.Limits;

/// <summary>
/// How fast one connection may send messages and bytes. One that is too fast is not read for a while, so that it holds back
/// itself and nobody else. Called by the connection's one reader.
/// </summary>
internal sealed class MessagePace(SocketIOLimits limits, TimeProvider time)
{
    private const int Kilobyte = 1_000;

    // The clock is looked at once for so much, since with each message it would cost more than the message's own bytes.
    private readonly int _messagesAtOnce = Math.Clamp(limits.MessageBurst / 100, 1, 100);
    private readonly int _bytesAtOnce = Math.Clamp(limits.ByteBurst / 100, 1, 256 * Kilobyte);
    private TokenBucket _messageRate;
    private TokenBucket _byteRate;
    private int _messages;
    private long _bytes;

    /// <summary>Counts a message.</summary>
    /// <returns>For how long the next one is not to be read; zero or less for not at all.</returns>
    public TimeSpan Count(int bytes)
    {
        _messages++;
        _bytes += bytes;
        return _messages < _messagesAtOnce && _bytes < _bytesAtOnce ? TimeSpan.Zero : Pay();
    }

    private TimeSpan Pay()
    {
        var now = time.GetElapsedTime(0, time.GetTimestamp()).Ticks;
        var kilobytes = _bytes / Kilobyte;
        var wait = Math.Max(
            _messageRate.Take(now, (long)(TimeSpan.TicksPerSecond / limits.MessagesPerSecond), limits.MessageBurst, _messages),
            _byteRate.Take(now, (long)(TimeSpan.TicksPerSecond * Kilobyte / limits.BytesPerSecond), limits.ByteBurst / Kilobyte, kilobytes));
        _messages = 0;
        _bytes -= kilobytes * Kilobyte;
        return TimeSpan.FromTicks(wait);
    }
}
