namespace SocketIO.Tests;

public sealed class BroadcastOperatorTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Operator_Refined_StaysAsItWas(bool ofASocket)
    {
        await using var server = await SocketServer.StartAsync();
        var (sender, senderSocket) = await server.ConnectAsync();
        var (inA, inASocket) = await server.ConnectAsync();
        var (inBoth, inBothSocket) = await server.ConnectAsync();
        var (inNone, _) = await server.ConnectAsync();
        using (sender)
        using (inA)
        using (inBoth)
        using (inNone)
        {
            inASocket.Join("a");
            inBothSocket.Join("a", "b");
            var target = ofASocket ? senderSocket.To("a") : server.Io.To("a");
            var narrow = target.Except("b");
            _ = narrow.To("c").Volatile;
            _ = narrow.Except("a").Local;
            _ = narrow.Timeout(TimeSpan.FromSeconds(1));
            _ = server.Io.To("d");

            narrow.Emit("narrow");
            target.Emit("wide");

            Assert.That(await inA.SyncAsync(), Is.EqualTo(["42[\"narrow\"]", "42[\"wide\"]"]));
            Assert.That(await inBoth.SyncAsync(), Is.EqualTo(["42[\"wide\"]"]));
            Assert.That(await inNone.SyncAsync(), Is.Empty);
            Assert.That(await sender.SyncAsync(), Is.Empty);
        }
    }

    [TestCase("/")]
    [TestCase("/other")]
    public async Task Except_SocketsOwnRooms_LeavesThemOut(string name)
    {
        await using var server = await SocketServer.StartAsync();
        var target = server.Io.Of(name);
        var prefix = name == "/" ? "42" : $"42{name},";
        using var first = await RawClient.OpenAsync(server);
        using var second = await RawClient.OpenAsync(server);
        using var third = await RawClient.OpenAsync(server);
        var ids = new List<string>();
        foreach (var client in new[] { first, second, third })
        {
            ids.Add(await client.JoinAsync(name));
        }

        target.Except(ids[0]).Except(ids[2]).Emit("to the second");
        target.Emit("to all");

        Assert.That(await first.ReadAsync(), Is.EqualTo($"{prefix}[\"to all\"]"));
        Assert.That(await second.ReadAsync(2), Is.EqualTo([$"{prefix}[\"to the second\"]", $"{prefix}[\"to all\"]"]));
        Assert.That(await third.ReadAsync(), Is.EqualTo($"{prefix}[\"to all\"]"));
    }
}
