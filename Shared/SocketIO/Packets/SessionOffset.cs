using System.Globalization;

namespace SocketIO.Parsers;

/// <summary>
/// A place in the log as clients keep it: opaque to them, for us the log's epoch and a number.
/// </summary>
/// <param name="Epoch">The life of the log; empty when the client has no offset, or none that is ours.</param>
/// <param name="Number">The number of the event.</param>
internal readonly record struct SessionOffset(string Epoch, long Number)
{
    private const char Separator = '.';

    /// <summary>No offset: the client has received no event with one.</summary>
    public static SessionOffset None => new("", 0);

    /// <summary>Reads what a client showed. What is no offset counts as none: it may be any string of an older event.</summary>
    public static SessionOffset Parse(string? text)
    {
        var at = text?.LastIndexOf(Separator) ?? -1;
        return at > 0 && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SessionOffset(text![..at], number)
            : None;
    }

    /// <summary>As clients get it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}{Separator}{Number}");
}
