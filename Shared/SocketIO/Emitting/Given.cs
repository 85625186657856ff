using System.Runtime.CompilerServices;

namespace SocketIO.Emitting;

/// <summary>Checks what an extension method is called on, within its expression.</summary>
internal static class Given
{
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }
}
