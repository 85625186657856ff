using System.Globalization;

namespace Benchmarks.Recovery.Figures;

/// <summary>How long processes have computed.</summary>
internal static class CpuTime
{
    // USER_HZ, which Linux fixes for programs.
    private const double TicksPerSecond = 100;
    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>User and system time of a process, in seconds.</summary>
    public static double Of(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name, in parentheses, may contain blanks.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[UserTime]) + Ticks(fields[SystemTime])) / TicksPerSecond;
    }

    private static long Ticks(string field) => long.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);
}
