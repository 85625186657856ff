using SocketIO.Emitting;

namespace SocketIO;

/// <summary>Sends events to many with values as their arguments, and gives the acknowledgements as they come.</summary>
/// <inheritdoc cref="EmitExtensions" path="/remarks"/>
public static class EmitWithAckStreamExtensions
{
    /// <summary>Sends an event at once, and gives the acknowledgements as they come. To be enumerated once.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName) =>
        Given.NotNull(target).EmitWithAckStream(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first, object? second) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="EmitWithAckStream(BroadcastOperator, string)"/>
    public static IAsyncEnumerable<BroadcastAck> EmitWithAckStream(this BroadcastOperator target, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(target).EmitWithAckStream(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));
}
