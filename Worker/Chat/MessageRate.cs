using System.Globalization;

namespace Worker.Chat;

/// <summary>The setting <c>Chat:MessagesPerSecond</c>: how fast one client may write. Five seconds' worth may come at once.</summary>
/// <param name="PerSecond">Messages a second; 0 is no limit.</param>
internal sealed record MessageRate(double PerSecond)
{
    public const string Setting = "Chat:MessagesPerSecond";

    /// <summary>More than anybody types, or pastes.</summary>
    private const double Default = 20;

    private const double Most = 1_000_000;

    /// <summary>Reads the setting; <see langword="null"/> if it is wrong.</summary>
    public static MessageRate? From(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return new MessageRate(Default);
        }
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is 0 or (>= 1 and <= Most)
            ? new MessageRate(rate)
            : null;
    }
}
