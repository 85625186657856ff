using System.Diagnostics;
using System.Globalization;

namespace Chaos.Record;

/// <summary>One clock for everything that is recorded: microseconds since the program's start.</summary>
internal static class Clock
{
    /// <summary>Later than anything.</summary>
    public const long Never = long.MaxValue;

    private static readonly long Start = Stopwatch.GetTimestamp();

    public static long Now => Stopwatch.GetElapsedTime(Start).Ticks / TimeSpan.TicksPerMicrosecond;

    public static long Of(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static string Text(long time) =>
        time == Never ? "never" : string.Create(CultureInfo.InvariantCulture, $"at {time / 1_000_000.0:F6} s");
}
