using System.Globalization;
using System.Text;

namespace Attacks.Running;

/// <summary>What an attack cost.</summary>
internal sealed record AttackResult(
    string Name,
    long Done,
    List<double> QuietSame,
    List<double> QuietOther,
    List<double> AttackedSame,
    List<double> AttackedOther,
    long MemoryBefore,
    long MemoryPeak,
    long MemoryAfter,
    int LogLines,
    bool AllSurvived,
    string? Fault)
{
    public const string Header =
        "attack     times done |  same worker: quiet p99, attacked p50 / p99 / max, ms |  other worker                      | MiB before, peak, 10 s after | log lines |";

    public override string ToString() => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"{Name,-10} {Done,10} | {Percentile(QuietSame, 0.99),9:F0}  {Percentile(AttackedSame, 0.5),9:F0} {Percentile(AttackedSame, 0.99),7:F0} {Percentile(AttackedSame, 1),7:F0} ({AttackedSame.Count,4}) | ")
        .Append(CultureInfo.InvariantCulture, $"{Percentile(QuietOther, 0.99),5:F0}  {Percentile(AttackedOther, 0.5),7:F0} {Percentile(AttackedOther, 0.99),7:F0} {Percentile(AttackedOther, 1),7:F0} | ")
        .Append(CultureInfo.InvariantCulture, $"{MemoryBefore >> 20,6} {MemoryPeak >> 20,6} {MemoryAfter >> 20,6} | {LogLines,6} | {(AllSurvived ? "all survived" : "A PROCESS WAS LOST")}{(Fault is null ? "" : ", a good client: " + Fault)}")
        .ToString();

    public static double Percentile(List<double> times, double share) =>
        times.Count == 0 ? double.PositiveInfinity : times.Order().ElementAt(Math.Clamp((int)Math.Ceiling(times.Count * share) - 1, 0, times.Count - 1));
}
