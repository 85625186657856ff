using System.Globalization;

namespace Benchmarks.Recovery.Figures;

/// <summary>Writes results.</summary>
internal static class Say
{
    /// <summary>Writes a line with the machine's load of the last minute, since figures mean little without it.</summary>
    public static void Line(FormattableString text) =>
        Console.WriteLine($"{text.ToString(CultureInfo.InvariantCulture)} (load {File.ReadAllText("/proc/loadavg").Split(' ')[0]})");
}
