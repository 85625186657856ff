using SocketIO.Emitting;

namespace SocketIO;

/// <summary>Sends events with values as their arguments, and waits for the acknowledgement.</summary>
/// <inheritdoc cref="EmitExtensions" path="/remarks"/>
public static class EmitWithAckExtensions
{
    /// <summary>Sends an event and waits for the acknowledgement.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first, object? second) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="EmitWithAckAsync{TAnswer}(IAckEmitter{TAnswer}, string)"/>
    public static Task<TAnswer> EmitWithAckAsync<TAnswer>(this IAckEmitter<TAnswer> emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).EmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));
}
