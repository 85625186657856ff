namespace SocketIO.Tests.Forgiving;

/// <summary>Placeholders as clients build them from unordered maps: any order, any number form, other members beside.</summary>
public sealed class PlaceholderFormTests
{
    private const string Usual = """{"_placeholder":true,"num":0}""";

    [TestCase("""{"num":0,"_placeholder":true}""")]
    [TestCase("""{"num":0.0,"_placeholder":true}""")]
    [TestCase("""{"_placeholder":true,"num":0e0}""")]
    [TestCase("""{"_placeholder":true,"num":-0}""")]
    [TestCase("""{ "_placeholder" : true , "num" : 0 }""")]
    [TestCase("""{"_placeholder":true,"num":0,"name":"x"}""")]
    [TestCase("""{"name":{"num":7},"num":0,"other":[1,{"a":{}}],"_placeholder":true}""")]
    [TestCase("""{"num":5,"_placeholder":true,"num":0}""", Description = "the last of a name counts")]
    [TestCase("""{"_placeholder":false,"num":0,"_placeholder":true}""")]
    [TestCase("""{"\u005fplaceholder":true,"\u006eum":0}""")]
    [TestCase("""{"num":0,"_placeholder":true,"more":{"_placeholder":true,"num":0}}""", Description = "what lies within goes with it")]
    [TestCase("""{"num":0,"more":{"_placeholder":true,"num":9},"_placeholder":true}""", Description = "nobody looks there")]
    public void Decode_PlaceholderOfAnyForm_IsTheUsualOne(string form)
    {
        var packet = Wire.DecodePacket($$"""51-7["echo",{{form}},{"deep":[{{form}}]}] hex:0102""");

        Assert.That(Wire.Json(packet.Arguments), Is.EqualTo($$"""{{Usual}} | {"deep":[{{Usual}}]}"""));
        Assert.That(packet.Arguments.Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(packet.Arguments.Get<Dictionary<string, byte[][]>>(1)["deep"][0], Is.EqualTo(new byte[] { 1, 2 }));
    }

    [TestCase("""{"num":1,"_placeholder":true}""")]
    [TestCase("""{"num":-1,"_placeholder":true}""")]
    [TestCase("""{"num":0.5,"_placeholder":true}""")]
    [TestCase("""{"num":"0","_placeholder":true}""")]
    [TestCase("""{"num":1e400,"_placeholder":true}""")]
    [TestCase("""{"_placeholder":true}""")]
    [TestCase("""{"_placeholder":true,"num":{"num":0}}""")]
    [TestCase("""{"_placeholder":true,"num":[0]}""")]
    [TestCase("""{"num":0,"_placeholder":true,"num":3}""")]
    [TestCase("""{"_placeholder":true,"num":9},{"num":0,"more":{"_placeholder":true,"num":9},"_placeholder":true}""")]
    [TestCase("""{"_placeholder":false,"num":0,"more":{"_placeholder":true,"num":9}}""")]
    public void Decode_PlaceholderForNoAttachment_IsRefused(string form) =>
        Assert.That(Wire.Decode($"51-[\"e\",{form}] hex:01").Error, Is.EqualTo("invalid payload"));

    [TestCase("""{"_placeholder":false,"num":9}""")]
    [TestCase("""{"_placeholder":1,"num":9}""")]
    [TestCase("""{"_placeholder":[true],"num":9}""")]
    [TestCase("""{"_placeholder":{"_placeholder":false},"num":9}""")]
    [TestCase("""{"a":{"_placeholder":"true","num":9}}""")]
    public void Decode_NoPlaceholder_StaysAsItIs(string json) =>
        Assert.That(Wire.Json(Wire.DecodePacket($"51-[\"e\",{json},{Usual}] hex:01").Arguments), Is.EqualTo($"{json} | {Usual}"));

    [Test]
    public void Decode_ManyPlaceholdersAndDeepNesting_TakesTimeOfItsLengthOnly()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"a":""", 990)) + """{"num":0,"_placeholder":true}""" + new string('}', 990);
        var many = string.Join(',', Enumerable.Repeat("""{"num":0,"_placeholder":true}""", 20_000));

        var packet = Wire.DecodePacket($"51-[\"e\",[{many}],{string.Join(',', Enumerable.Repeat(nested, 40))}] hex:01");

        Assert.That(packet.Arguments, Has.Count.EqualTo(41));
        Assert.That(packet.Arguments.Get<byte[][]>(0), Has.Length.EqualTo(20_000));
    }

    [Test]
    public async Task Event_PlaceholderInTheOtherOrder_ComesBackAsBytes()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", context => context.Ack(context.Arguments.ToRaw())));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""451-7["echo",{"num":0,"_placeholder":true}]""");
        await client.SendAsync(1, 2, 3);

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""461-7[{"_placeholder":true,"num":0}]""", "hex:010203"]));

        var (polling, _) = await PollingClient.ConnectAsync(server);
        await polling.PostAsync("451-1[\"echo\",{\"num\":0,\"_placeholder\":true}]\u001ebAQI");

        Assert.That(await polling.PollAsync(), Is.EqualTo("461-1[{\"_placeholder\":true,\"num\":0}]\u001ebAQI="));
        await polling.CloseAsync();
    }
}
