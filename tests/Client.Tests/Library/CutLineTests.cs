using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

/// <summary>Long-polling has no line that could break; there only the heartbeat tells.</summary>
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class CutLineTests(TransportMode mode) : LibraryTest(mode)
{
    [Test]
    public async Task Cut_OfAWebSocket_IsNoticedByTheServerAtOnce()
    {
        var witness = await ConnectInAsync(1, "witnesses");
        var client = await ConnectAsync(0);
        await client.AskAsync("tell of my end", "witnesses");

        await client.CutTransportAsync();

        Assert.That((await witness.WaitAsync("ended")).Arguments(), Is.EqualTo(new[] { Json(new[] { "transport close" }) }));
    }
}
