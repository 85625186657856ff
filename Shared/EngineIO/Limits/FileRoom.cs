using System.Globalization;

namespace EngineIO.Limits;

/// <summary>
/// How many connections the process has files for. Each is one, and a process that runs out of them cannot load a library,
/// open its database, nor make a connection of its own, and is ended by its runtime; so some are kept for itself.
/// </summary>
/// <param name="Connections">How many connections there may be.</param>
internal readonly record struct FileRoom(int Connections)
{
    /// <summary>What the process may come to need beside connections: it has two for each library that it loads later.</summary>
    private const int Spare = 160;

    private const int Least = 8;

    private const string LimitName = "Max open files";

    private static readonly Lazy<FileRoom?> OfThisProcess = new(Read);

    /// <summary>That of this process, as it was when somebody first asked; null where no limit is known.</summary>
    public static FileRoom? Current => OfThisProcess.Value;

    /// <summary>How many sessions: some of them poll, and whoever is turned away has a connection, too.</summary>
    public int Sessions => Connections - (Connections / 3);

    /// <param name="limit">How many files it may have.</param>
    /// <param name="open">How many it has, without connections.</param>
    public static FileRoom Of(int limit, int open) => new(Math.Max(Least, limit - open - Spare));

    /// <summary>The limit of the file <c>limits</c> of a process; null if it has none.</summary>
    public static int? LimitOf(IEnumerable<string> limits)
    {
        var soft = limits.FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal))?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private static FileRoom? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() && LimitOf(File.ReadLines("/proc/self/limits")) is { } limit
                ? Of(limit, Directory.EnumerateFileSystemEntries("/proc/self/fd").Count())
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
