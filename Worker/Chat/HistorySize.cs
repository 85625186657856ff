using System.Globalization;
using SocketIO.History;

namespace Worker.Chat;

/// <summary>The setting <c>Chat:HistoryAtConnect</c>: how many messages a client gets at the most when it connects, the newest ones.</summary>
/// <param name="Messages">How many; 0 is no limit.</param>
internal sealed record HistorySize(int Messages)
{
    public const string Setting = "Chat:HistoryAtConnect";

    /// <summary>Tells a client up to which id messages were left out; <c>older</c> asks for them.</summary>
    private const string LeftOutEvent = "left out";

    /// <summary>As many as the page shows.</summary>
    private const int Default = 1_000;

    public ReplayLimit? Limit { get; } = Messages == 0 ? null : new ReplayLimit(Messages, LeftOutEvent);

    /// <summary>Reads the setting; <see langword="null"/> if it is wrong.</summary>
    public static HistorySize? From(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text)
        {
            return new HistorySize(Default);
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var messages) ? new HistorySize(messages) : null;
    }
}
