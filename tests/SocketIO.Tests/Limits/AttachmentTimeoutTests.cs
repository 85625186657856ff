using Microsoft.Extensions.DependencyInjection;
using SocketIO.Connections;

namespace SocketIO.Tests.Limits;

/// <summary>A packet that is never completed keeps its connection, and what it has sent, for a bounded time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AttachmentTimeoutTests
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);

    private readonly SteppingTime _time = new();

    [Test]
    public async Task Packet_WhoseAttachmentsDoNotCome_ClosesTheConnection()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("452-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        await client.SendAsync(1);
        await Eventually.TrueAsync(() => DeskOf(server).AttachmentDeadlines.Count == 1, "the packet is waited for");

        _time.Advance(Allowed - TimeSpan.FromSeconds(1));
        Assert.That(server.Io.Engine.ClientsCount, Is.EqualTo(1));
        // Not far beyond: the time in which the client is to answer the close runs by the same clock.
        _time.Advance(TimeSpan.FromSeconds(1.5));

        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
    }

    [Test]
    public async Task Packets_EachCompleteInTime_LeaveItOpenHoweverLong()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.ConnectAsync(server);

        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync("451-[\"e\",{\"_placeholder\":true,\"num\":0}]");
            await Eventually.TrueAsync(() => DeskOf(server).AttachmentDeadlines.Count == 1, "the packet is waited for");
            _time.Advance(Allowed - TimeSpan.FromSeconds(1));
            await client.SendAsync(1);
            Assert.That(await client.SyncAsync(), Is.Empty);
        }

        _time.Advance(Allowed + TimeSpan.FromSeconds(1));
        Assert.That(await client.SyncAsync(), Is.Empty);
        Assert.That(DeskOf(server).AttachmentDeadlines.Count, Is.Zero);
    }

    [Test]
    public async Task Connection_ThatEnds_IsLetGoAtOnce()
    {
        await using var server = await StartAsync();
        using (var client = await RawClient.ConnectAsync(server))
        {
            await client.SendAsync("451-[\"e\",{\"_placeholder\":true,\"num\":0}]");
            await Eventually.TrueAsync(() => DeskOf(server).AttachmentDeadlines.Count == 1, "the packet is waited for");
            Assert.That(DeskOf(server).ConnectDeadlines.Count, Is.EqualTo(1));
            client.Abort();
        }

        await Eventually.TrueAsync(() => DeskOf(server).AttachmentDeadlines.Count == 0 && DeskOf(server).ConnectDeadlines.Count == 0, "nothing is kept of it");
    }

    private static ConnectionDesk DeskOf(SocketServer server) => server.Io.Features.Find<ConnectionDesk>()!;

    private Task<SocketServer> StartAsync() => SocketServer.StartAsync(
        configure: options => options.Limits.AttachmentTimeout = Allowed,
        services: services => services.AddSingleton<TimeProvider>(_time));
}
