using System.Globalization;

namespace Worker.Chat;

/// <summary>The setting <c>Chat:RecoveryWindow</c>: for how many seconds a client may be away and still be recovered.</summary>
internal static class RecoveryWindow
{
    public const string Setting = "Chat:RecoveryWindow";

    private const double MaxSeconds = 86_400;

    /// <summary>Reads the setting.</summary>
    /// <param name="configuration">Where it may be.</param>
    /// <param name="window">The window; <see langword="null"/> when it is not set.</param>
    /// <returns>Whether it is not set, or right.</returns>
    public static bool TryRead(IConfiguration configuration, out TimeSpan? window)
    {
        window = null;
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return true;
        }
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds is not (>= 0.001 and <= MaxSeconds))
        {
            return false;
        }
        window = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
