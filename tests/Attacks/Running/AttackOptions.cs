using System.Globalization;
using Attacks.Attacks;

namespace Attacks.Running;

/// <summary>What the command line asks for.</summary>
/// <param name="Attacks">Which attacks.</param>
/// <param name="Duration">How long each is.</param>
/// <param name="Server">The command of the server; this repository's cluster when <see langword="null"/>.</param>
internal sealed record AttackOptions(IReadOnlyList<IAttack> Attacks, TimeSpan Duration, string? Server)
{
    private const double DefaultSeconds = 20;
    private const double MostSeconds = 3_600;

    public static string Usage { get; } = $"""
        Usage: Attacks (all | NAME) [--seconds N] [--server COMMAND]

        {string.Join('\n', IAttack.All.Select(attack => $"  {attack.Name,-10} {attack.What}"))}

        COMMAND starts another server of the same chat, to compare with: two processes, the first on the port that is in PORT, the
        second on the next one.
        """;

    /// <summary>Reads it; <see langword="null"/> if it is wrong.</summary>
    public static AttackOptions? Parse(string[] arguments)
    {
        if (arguments is not [var name, .. var rest] || (name != "all" && IAttack.All.All(attack => attack.Name != name)))
        {
            return null;
        }
        var options = new AttackOptions([.. IAttack.All.Where(attack => name == "all" || attack.Name == name)], TimeSpan.FromSeconds(DefaultSeconds), null);
        for (; rest.Length > 0; rest = rest[2..])
        {
            switch (rest)
            {
                case ["--seconds", var text, ..] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                    && seconds is > 0 and <= MostSeconds:
                    options = options with { Duration = TimeSpan.FromSeconds(seconds) };
                    break;
                case ["--server", { Length: > 0 } command, ..]:
                    options = options with { Server = command };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
