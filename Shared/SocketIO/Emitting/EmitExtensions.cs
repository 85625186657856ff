using SocketIO.Emitting;

namespace SocketIO;

/// <summary>Sends events with values as their arguments.</summary>
/// <remarks>
/// A value is one argument, whatever it is: also an array, a list and <see langword="null"/>. What System.Text.Json writes can be one, and
/// <c>byte[]</c>, <see cref="Memory{T}"/>, <see cref="ReadOnlyMemory{T}"/> and <see cref="ArraySegment{T}"/> of bytes, which arrive as binary; a
/// tuple arrives as an array, a number that is not finite as <c>null</c>, and a <see cref="DateTime"/> of no kind counts as UTC. A
/// <see cref="CancellationToken"/> is no argument: as the last value it cancels. More values than these forms have go by
/// <see cref="ArgumentList.From"/>.
/// </remarks>
public static class EmitExtensions
{
    /// <summary>Sends an event.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static void Emit(this IEventEmitter emitter, string eventName) =>
        Given.NotNull(emitter).Emit(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="Emit(IEventEmitter, string)"/>
    public static void Emit(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).Emit(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));

    /// <summary>Sends an event; completes when it cannot get lost on this side any more: with connection state recovery when it is in the log.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName) =>
        Given.NotNull(emitter).EmitAsync(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, object? second) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="EmitAsync(IEventEmitter, string)"/>
    public static Task EmitAsync(this IEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).EmitAsync(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));

    /// <summary>Sends the event <c>message</c>.</summary>
    public static void Send(this IEventEmitter emitter) =>
        Given.NotNull(emitter).Emit("message", ArgumentList.Empty);

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first]));

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first, object? second) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first, second]));

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first, object? second, object? third) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first, second, third]));

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="Send(IEventEmitter)"/>
    public static void Send(this IEventEmitter emitter, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).Emit("message", new ArgumentList([first, second, third, fourth, fifth, sixth]));
}
