using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class NamespaceTests(TransportMode mode) : LibraryTest(mode)
{
    [TestCase(null)]
    [TestCase("wrong")]
    public async Task Connect_MiddlewareThatRefuses_GivesItsErrorAndData(string? token)
    {
        var client = await OpenAsync(0, "/guarded", new { auth = new { token } });

        var state = await client.WaitConnectErrorsAsync();

        Assert.Multiple(() =>
        {
            Assert.That(state.Connected, Is.False);
            Assert.That(state.Active, Is.False, "the client tries again by itself");
            Assert.That(state.ConnectErrors[0].Message, Is.EqualTo("not allowed"));
            Assert.That(Json(state.ConnectErrors[0].Data), Is.EqualTo(Json(new { code = 42, hint = "the token" })));
        });
    }

    [Test]
    public async Task Connect_AfterARefusalWithTheRightToken_LetsIn()
    {
        var client = await OpenAsync(1, "/guarded", new { auth = new { token = "wrong" } });
        await client.WaitConnectErrorsAsync();

        await client.SetAuthAsync(new { token = "right" });
        await client.ConnectAsync();

        await client.WaitConnectedAsync();
        Assert.That(Json(await client.AskAsync("echo", "inside")), Is.EqualTo(Json(new[] { "inside" })));
    }

    [Test]
    public async Task Connect_NamespaceThatIsNotThere_IsRefused()
    {
        var client = await OpenAsync(0, "/nowhere");

        var state = await client.WaitConnectErrorsAsync();

        Assert.That(state.ConnectErrors[0].Message, Is.EqualTo("Invalid namespace"));
        Assert.That(state.Connected, Is.False);
    }

    [Test]
    public async Task Connect_MiddlewareThatThrows_TellsNothingOfTheException()
    {
        var client = await OpenAsync(0, "/broken");

        var state = await client.WaitConnectErrorsAsync();

        Assert.That(state.ConnectErrors[0].Message, Is.Not.Empty.And.Not.Contain("on purpose"));
        Assert.That(state.Connected, Is.False);
    }

    [Test]
    public async Task Broadcast_InANamespace_StaysInIt()
    {
        var sender = await ConnectAsync(0, "/other");
        var receiver = await ConnectAsync(1, "/other");
        var outsiderNear = await ConnectAsync(0);
        var outsiderFar = await ConnectAsync(1);

        await sender.EmitAsync("all", "inside");

        Assert.That((await receiver.WaitAsync("all")).Arguments(), Is.EqualTo(new[] { Json(new[] { "inside" }) }));
        await PassBarrierAsync(outsiderNear, outsiderNear, outsiderFar);
        Assert.That((await outsiderNear.ReceivedAsync("all")).Arguments(), Has.None.Contains("inside"));
        Assert.That((await outsiderFar.ReceivedAsync("all")).Arguments(), Has.None.Contains("inside"));
    }
}
