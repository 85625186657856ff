using System.Globalization;

namespace Fuzz;

/// <summary>What to run.</summary>
public sealed record FuzzOptions
{
    /// <summary>How many inputs there are over all. Default: 1,000,000.</summary>
    public long Inputs { get; init; } = 1_000_000;

    /// <summary>What all inputs are made from. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The part of the inputs that goes over the wire, in percent. Default: 12.</summary>
    public int WirePercent { get; init; } = 12;

    /// <summary>How often memory is measured, each time with everything closed. Default: 10.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Reads the command line; null if it makes no sense.</summary>
    public static FuzzOptions? Read(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new FuzzOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || !long.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }
            switch (args[i])
            {
                case "--inputs" when value > 0:
                    options = options with { Inputs = value };
                    break;
                case "--seed":
                    options = options with { Seed = (ulong)value };
                    break;
                case "--wire" when value <= 100:
                    options = options with { WirePercent = (int)value };
                    break;
                case "--rounds" when value is > 0 and <= 1_000:
                    options = options with { Rounds = (int)value };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
