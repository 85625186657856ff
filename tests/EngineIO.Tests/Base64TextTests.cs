using System.Text;
using System.Text.Json;
using CsCheck;
using EngineIO.Packets;

namespace EngineIO.Tests;

public sealed class Base64TextTests
{
    // As Node's Buffer.from(text, "base64") gives them.
    [TestCase("", "")]
    [TestCase("AQI=", "0102")]
    [TestCase("AQI", "0102")]
    [TestCase("AQ==", "01")]
    [TestCase("AQ=", "01")]
    [TestCase("AQ", "01")]
    [TestCase("AR==", "01")]
    [TestCase("AQIDBB==", "01020304")]
    [TestCase("A===", "")]
    [TestCase("AQ I", "0102")]
    [TestCase("AQIDB", "010203")]
    [TestCase("A", "")]
    [TestCase("-_-_", "FBFFBF")]
    [TestCase("+_8=", "FBFF")]
    [TestCase("-_8", "FBFF")]
    [TestCase("AQ\nID", "010203")]
    [TestCase("AQ ID\r\n", "010203")]
    [TestCase("AQ==\n", "01")]
    public void TryDecodeInPlace_WhatNodeTakes_IsDecoded(string text, string hex)
    {
        var buffer = Encoding.ASCII.GetBytes(text);

        Assert.That(Base64Text.TryDecodeInPlace(buffer, out var length));
        Assert.That(Convert.ToHexString(buffer, 0, length), Is.EqualTo(hex));
    }

    [TestCase("AQ*")]
    [TestCase("A*==")]
    [TestCase("AQ=I")]
    [TestCase("AQ=IDB")]
    [TestCase("é")]
    public void TryDecodeInPlace_NoBase64_False(string text) =>
        Assert.That(Base64Text.TryDecodeInPlace(Encoding.UTF8.GetBytes(text), out _), Is.False);

    [Test]
    public void TryDecodeInPlace_AnyBytesInAnyForm_ComeBack() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Bool, Gen.Bool).Sample((bytes, forUrls, padded) =>
        {
            var text = Convert.ToBase64String(bytes);
            text = forUrls ? text.Replace('+', '-').Replace('/', '_') : text;
            var buffer = Encoding.ASCII.GetBytes(padded ? text : text.TrimEnd('='));
            return Base64Text.TryDecodeInPlace(buffer, out var length) && buffer.AsSpan(0, length).SequenceEqual(bytes);
        });

    [TestCase("bAQI", "0102")]
    [TestCase("bAQ", "01")]
    [TestCase("bAQ==", "01")]
    [TestCase("b-_8", "FBFF")]
    public async Task Polling_Unpadded_IsTaken(string packet, string hex)
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        await client.PostAsync($"4before\u001e{packet}\u001e4after");

        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("before"));
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo(hex));
        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("after"));
    }

    [TestCase("5:b4AQI", "0102")]
    [TestCase("4:b4AQ", "01")]
    [TestCase("5:b4-_8", "FBFF")]
    public async Task PollingVersion3_Unpadded_IsTaken(string payload, string hex)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowEIO3 = true });
        var client = await PollingClient.OpenAsync(server, protocol: 3);

        await client.PostAsync(payload);

        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo(hex));
    }

    [Test]
    public async Task Jsonp_Unpadded_IsTaken()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowEIO3 = true });
        var script = await server.Http.GetStringAsync("?EIO=3&transport=polling&j=0").Within();
        var payload = JsonSerializer.Deserialize<string>(script["___eio[0](".Length..^2])!;
        using var open = JsonDocument.Parse(payload[payload.IndexOf('{', StringComparison.Ordinal)..]);
        var client = PollingClient.Of(server, open.RootElement.GetProperty("sid").GetString()!, protocol: 3);

        await client.PostAsync("d=" + Uri.EscapeDataString("5:b4-_8"));

        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("FBFF"));
    }

    [TestCase("?EIO=4&transport=websocket", "bAQ", "hex:01")]
    [TestCase("?EIO=4&transport=websocket", "b-_8", "hex:FBFF")]
    [TestCase("?EIO=3&transport=websocket", "b4AQ", "hex:0401")]
    public async Task WebSocket_Unpadded_IsTaken(string query, string frame, string echo)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowEIO3 = true });
        using var client = await WsClient.ConnectAsync(server, query);
        await client.ReadAsync();

        await client.SendAsync(frame);

        Assert.That(await client.ReadAsync(), Is.EqualTo(echo));
    }
}
