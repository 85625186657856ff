using SocketIO.Emitting;

namespace SocketIO;

/// <summary>Acknowledges events with values.</summary>
/// <inheritdoc cref="EmitExtensions" path="/remarks"/>
public static class AckExtensions
{
    /// <summary>Acknowledges an event. Only the first call counts.</summary>
    /// <exception cref="ArgumentException">A value cannot be written.</exception>
    public static void Ack(this IAcknowledgeable received) =>
        Given.NotNull(received).Ack(ArgumentList.Empty);

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first) =>
        Given.NotNull(received).Ack(new ArgumentList([first]));

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first, object? second) =>
        Given.NotNull(received).Ack(new ArgumentList([first, second]));

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first, object? second, object? third) =>
        Given.NotNull(received).Ack(new ArgumentList([first, second, third]));

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first, object? second, object? third, object? fourth) =>
        Given.NotNull(received).Ack(new ArgumentList([first, second, third, fourth]));

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first, object? second, object? third, object? fourth, object? fifth) =>
        Given.NotNull(received).Ack(new ArgumentList([first, second, third, fourth, fifth]));

    /// <inheritdoc cref="Ack(IAcknowledgeable)"/>
    public static void Ack(this IAcknowledgeable received, object? first, object? second, object? third, object? fourth, object? fifth, object? sixth) =>
        Given.NotNull(received).Ack(new ArgumentList([first, second, third, fourth, fifth, sixth]));
}
