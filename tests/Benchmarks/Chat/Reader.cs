using Attacks.Wire;
using Chaos.Record;

namespace Benchmarks.Chat;

/// <summary>A client that reads, and counts what it gets.</summary>
internal sealed class Reader : IDisposable
{
    private const string CountName = "\"online\":";

    private readonly AttackClient _client;

    private Reader(AttackClient client, long openedAt) => (_client, OpenedAt) = (client, openedAt);

    /// <summary>When it began to connect, in microseconds.</summary>
    public long OpenedAt { get; }

    /// <summary>When the first message came, if one came.</summary>
    public long FirstMessageAt { get; private set; }

    /// <summary>When the last message came.</summary>
    public long LastMessageAt { get; private set; }

    /// <summary>When the last event came.</summary>
    public long LastAt { get; private set; }

    /// <summary>How many events came, and their length.</summary>
    public (long Events, long Characters) Got { get; private set; }

    /// <summary>How many messages came.</summary>
    public long Messages { get; private set; }

    /// <summary>How many it was told last are there.</summary>
    public int Online { get; private set; }

    /// <summary>When it was told a count last that is another one than before.</summary>
    public long OnlineAt { get; private set; }

    public static async Task<Reader> OpenAsync(int port, string auth, CancellationToken cancellation)
    {
        var openedAt = Clock.Now;
        var reader = new Reader(await AttackClient.OpenAsync(port, cancellation).ConfigureAwait(false), openedAt);
        await reader._client.SendAsync($"40{auth}", cancellation).ConfigureAwait(false);
        return reader;
    }

    /// <summary>Reads until it is told to stop, or the server ends the connection.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await _client.ReadAsync(stop).ConfigureAwait(false) is { } packet)
            {
                if (packet == "2")
                {
                    await _client.SendAsync("3", stop).ConfigureAwait(false);
                }
                else if (packet.StartsWith("42", StringComparison.Ordinal))
                {
                    Take(packet);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    public void Dispose() => _client.Dispose();

    private void Take(string packet)
    {
        LastAt = Clock.Now;
        Got = (Got.Events + 1, Got.Characters + packet.Length);
        if (packet.StartsWith("42[\"chat message\"", StringComparison.Ordinal))
        {
            FirstMessageAt = FirstMessageAt == 0 ? LastAt : FirstMessageAt;
            LastMessageAt = LastAt;
            Messages++;
        }
        // In the summary, which stands behind all names.
        else if (packet.LastIndexOf(CountName, StringComparison.Ordinal) is var at and > 0 && NumberAt(packet, at + CountName.Length) is var online && online != Online)
        {
            (Online, OnlineAt) = (online, LastAt);
        }
    }

    private static int NumberAt(string packet, int at)
    {
        var number = 0;
        for (; char.IsAsciiDigit(packet[at]); at++)
        {
            number = (10 * number) + (packet[at] - '0');
        }
        return number;
    }
}
