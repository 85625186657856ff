using System.Globalization;
using Attacks.Attacks;

namespace Attacks.Running;

/// <summary>Attacks a server that is there, without looking what that costs: each attack in turn, as long as it is told to.</summary>
internal static class Siege
{
    public const string Name = "besiege";

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(IReadOnlyList<int> ports, TimeSpan duration)
    {
        // What writes would be read by others, who might wonder.
        var attacks = IAttack.All.Where(attack => attack is { Writes: false, MaxFiles: null }).ToArray();
        using var end = new CancellationTokenSource(duration);
        for (var next = 0; !end.IsCancellationRequested; next++)
        {
            var attack = attacks[next % attacks.Length];
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            stop.CancelAfter(Each);
            var done = await attack.RunAsync(ports, stop.Token);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{attack.Name,-10} {done,10}"));
        }
    }
}
