using System.Globalization;

namespace Attacks.Running;

/// <summary>
/// A well-behaved client in a process of its own: in that of the attackers it would wait for their threads, and its times would tell
/// of them. Each line that it reads is answered with what <see cref="GoodClient.Take"/> gives; it ends with its input.
/// </summary>
internal static class TalkProgram
{
    public const string Name = "talk";

    /// <summary>Begins a line that says why the client cannot go on.</summary>
    public const string FaultMark = "fault ";

    public static async Task<int> RunAsync(int port, long after)
    {
        await using var client = await GoodClient.StartAsync(port, after);
        Console.WriteLine();
        while (await Console.In.ReadLineAsync() is not null)
        {
            var times = client.Take();
            Console.WriteLine(client.Fault is { } fault
                ? FaultMark + fault
                : string.Join(' ', times.Select(time => time.ToString(CultureInfo.InvariantCulture))));
        }
        return 0;
    }
}
