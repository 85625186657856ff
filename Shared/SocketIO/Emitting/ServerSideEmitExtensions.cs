using SocketIO.Emitting;

namespace SocketIO;

/// <summary>Sends events to the other workers with values as their arguments.</summary>
/// <inheritdoc cref="EmitExtensions" path="/remarks"/>
public static class ServerSideEmitExtensions
{
    /// <summary>Sends an event to every other worker; at most once.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first, object? second) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="ServerSideEmit(IServerEventEmitter, string)"/>
    public static void ServerSideEmit(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).ServerSideEmit(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));

    /// <summary>Asks every other worker; those that do not answer within 5 s are missing in the result.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The last value is a token that was cancelled before.</exception>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, ArgumentList.Empty);

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first]));

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first, object? second) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first, second]));

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first, second, third]));

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="ServerSideEmitWithAckAsync(IServerEventEmitter, string)"/>
    public static Task<ServerAckResult> ServerSideEmitWithAckAsync(this IServerEventEmitter emitter, string eventName, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(emitter).ServerSideEmitWithAckAsync(eventName, new ArgumentList([first, second, third, fourth, fifth, sixth]));
}
