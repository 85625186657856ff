using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class DisconnectTests(TransportMode mode) : LibraryTest(mode)
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Disconnect_ByTheServer_IsToldBothSides(bool close)
    {
        var witness = await ConnectInAsync(1, "witnesses");
        var client = await ConnectAsync(0);
        await client.AskAsync("tell of my end", "witnesses");

        await client.EmitAsync("disconnect me", close);

        var state = await client.WaitDisconnectsAsync();
        Assert.That(state.Disconnects, Is.EqualTo(new[] { "io server disconnect" }));
        Assert.That(state.Active, Is.False, "it would come back");
        Assert.That((await witness.WaitAsync("ended")).Arguments(), Is.EqualTo(new[] { Json(new[] { "server namespace disconnect" }) }));
    }

    [Test]
    public async Task Disconnect_ByTheClient_IsToldBothSides()
    {
        var witness = await ConnectInAsync(1, "witnesses");
        var client = await ConnectAsync(0);
        await client.AskAsync("tell of my end", "witnesses");

        await client.DisconnectAsync();

        Assert.That((await client.WaitDisconnectsAsync()).Disconnects, Is.EqualTo(new[] { "io client disconnect" }));
        Assert.That(
            (await witness.WaitAsync("ended")).Arguments(),
            Is.EqualTo(new[] { Json(new[] { "client namespace disconnect" }) }));
    }

    [Test]
    public async Task Disconnect_ByTheServer_LetsTheClientComeBackWhenItAsks()
    {
        var client = await ConnectAsync(0);
        await client.EmitAsync("disconnect me", false);
        await client.WaitDisconnectsAsync();

        await client.ConnectAsync();

        await client.WaitConnectedAsync(connects: 2);
        Assert.That(Json(await client.AskAsync("echo", "again")), Is.EqualTo(Json(new[] { "again" })));
    }

    [Test]
    public async Task Cut_OfTheLine_BringsTheClientBackByItself()
    {
        var client = await ConnectAsync(0, options: new { reconnectionDelay = 50 });
        var former = (await client.StateAsync()).Id;

        await client.CutTransportAsync();

        var state = await client.WaitConnectedAsync(connects: 2);
        Assert.That(state.Disconnects, Is.EqualTo(new[] { "transport close" }));
        Assert.That(state.Id, Is.Not.EqualTo(former));
        Assert.That(Json(await client.AskAsync("echo", "again")), Is.EqualTo(Json(new[] { "again" })));
    }
}
