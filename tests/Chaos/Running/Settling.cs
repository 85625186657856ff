using Chaos.Clients;
using Chaos.Record;
using Chaos.Verification;
using Testing;
using Testing.Processes;

namespace Chaos.Running;

/// <summary>Waits until everybody is there, and, in the end, until everything that was sent has come.</summary>
internal sealed class Settling(ClusterProcess cluster, IReadOnlyList<ChaosClient> clients, Recorder recorder, ChaosOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>Who was there in the end, as each client saw it.</summary>
    public IReadOnlyList<PresenceView> Presence { get; private set; } = [];

    /// <summary>When they saw it.</summary>
    public long PresenceAt { get; private set; }

    public Task ConnectedAsync() =>
        Eventually.TrueAsync(() => clients.All(client => client.IsConnected), "the connection of all clients", TimeSpan.FromSeconds(60));

    /// <summary>What did not happen although the harm is over.</summary>
    public async Task<IReadOnlyList<string>> SettleAsync()
    {
        List<string> unsettled = [];
        await WaitAsync("the cluster's readiness", async () => await cluster.TryHealthAsync().ConfigureAwait(false) is { IsReady: true }, () => "").ConfigureAwait(false);
        await WaitForAllAsync("connected", client => client.IsConnected).ConfigureAwait(false);
        await WaitForAllAsync("acknowledged in everything it sent", client => client.Outbox.Count == 0).ConfigureAwait(false);
        await WaitForAllAsync("answered about its rooms", client => client.Rooms.IsSettled && client.PublicRooms.IsSettled).ConfigureAwait(false);
        await WaitForAllAsync("answered about its name", client => client.Name?.IsSettled != false).ConfigureAwait(false);
        if (unsettled.Count > 0)
        {
            return unsettled;
        }
        // Behind everything in the one order there is.
        var last = clients[0].Outbox.Send();
        await WaitAsync("the last message's acknowledgement", () => Task.FromResult(last.IsAcked), last.ToString).ConfigureAwait(false);
        await WaitForAllAsync("shown the last message", client => client.ServerOffset >= last.Id).ConfigureAwait(false);
        await WaitForAllAsync("shown its private messages", client => client.HasPrivateMessages).ConfigureAwait(false);
        await WaitUntilQuietAsync().ConfigureAwait(false);
        await WaitForPresenceAsync().ConfigureAwait(false);
        if (options.SearchRate > 0)
        {
            unsettled.AddRange(await new LastSearches(clients, Database.Read(cluster.Database, after: 0)).RunAsync().ConfigureAwait(false));
        }
        return unsettled;

        async Task WaitForAllAsync(string what, Func<ChaosClient, bool> condition) => await WaitAsync(
            $"that every client is {what}",
            () => Task.FromResult(clients.All(condition)),
            () => $"not so:{string.Concat(clients.Where(client => !condition(client)).Take(20).Select(client => $"\n    {client}"))}").ConfigureAwait(false);

        async Task WaitAsync(string what, Func<Task<bool>> condition, Func<string> detail)
        {
            try
            {
                await Eventually.TrueAsync(condition, what, Patience).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                unsettled.Add($"{exception.Message} {detail()}");
            }
        }
    }

    /// <summary>A broadcast that nobody acknowledged may come any time; none has for some time.</summary>
    private async Task WaitUntilQuietAsync()
    {
        var (seen, since) = (recorder.Deliveries, Clock.Now);
        await Eventually.TrueAsync(
            () =>
            {
                if (recorder.Deliveries != seen)
                {
                    (seen, since) = (recorder.Deliveries, Clock.Now);
                }
                return Clock.Span(Clock.Now - since) > Quiet;
            },
            "quiet", Patience).ConfigureAwait(false);
    }

    /// <summary>What clients are told of others takes its time, so they may agree a little later; whether they do is the verdict's to say.</summary>
    private async Task WaitForPresenceAsync()
    {
        var end = Clock.Now + Clock.Of(options.PresencePatience);
        do
        {
            await Task.Delay(100).ConfigureAwait(false);
            Presence = [.. clients.Select(client => client.View())];
            PresenceAt = Clock.Now;
        }
        while (PresenceAt < end && PresenceAgreement.FaultsOf(Presence, options.Attackers).Any());
    }
}
