using System.Net;
using System.Text;
using CsCheck;
using EngineIO.Packets;

namespace EngineIO.Tests;

public sealed class Utf8RepairTests
{
    // Left: what comes. Right: what Node's "utf8" decoder makes of it.
    [TestCase("34C328", "34EFBFBD28")]
    [TestCase("34F09F98", "34EFBFBD")]
    [TestCase("34F09F981E34", "34EFBFBD1E34")]
    [TestCase("34EDA0BD", "34EFBFBDEFBFBDEFBFBD")]
    [TestCase("34FF61C0AF", "34EFBFBD61EFBFBDEFBFBD")]
    [TestCase("80", "EFBFBD")]
    public void Repair_IllFormed_BecomesReplacementCharacters(string sent, string read) =>
        Assert.That(Convert.ToHexString(Utf8Repair.Repair(Convert.FromHexString(sent), 100)!), Is.EqualTo(read));

    [Test]
    public void Repair_AnyBytes_IsWhatTheFrameworkDecodes() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
            Utf8Repair.Repair(bytes, 1000)!.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes))));

    [TestCase(6, true)]
    [TestCase(5, false)]
    public void Repair_GrowsOverTheLimit_Null(int limit, bool fits) =>
        Assert.That(Utf8Repair.Repair([0xFF, 0xFF], limit), fits ? Has.Length.EqualTo(6) : Is.Null);

    [Test]
    public async Task Post_HalfAnEmoji_IsReplacedAndTheSessionGoesOn()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await PostAsync(server, client, [(byte)'4', (byte)'a', 0xF0, 0x9F, 0x1E, (byte)'4', 0xED, 0xA0, 0xBD]), Is.EqualTo(HttpStatusCode.OK));
        await client.PostAsync("4next");

        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("a\uFFFD"));
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("\uFFFD\uFFFD\uFFFD"));
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("next"));
        Assert.That(client.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Post_ReplacedTextOverTheLimit_Is413()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxHttpBufferSize = 10 });
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await PostAsync(server, client, [(byte)'4', 0xFF, 0xFF, 0xFF]), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PostAsync(server, client, [(byte)'4', 0xFF, 0xFF, 0xFF, 0xFF]), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Post_Version3_LengthCountsWhatIsRead()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowEIO3 = true });
        var client = await PollingClient.OpenAsync(server, protocol: 3);

        await PostAsync(server, client, [.. "3:4a"u8, 0xFF, .. "2:4b"u8]);
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("a\uFFFD"));
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("b"));

        await PostAsync(server, client, [.. "3:4a"u8, 0xED, 0xA0, 0xBD]);
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.ParseError));
    }

    private static async Task<HttpStatusCode> PostAsync(EngineServer server, PollingClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await server.Http.PostAsync(client.Query, content).Within();
        return response.StatusCode;
    }
}
