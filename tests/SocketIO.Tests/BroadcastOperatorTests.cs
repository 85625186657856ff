namespace SocketIO.Tests;

public sealed class BroadcastOperatorTests
{
    // Applications take names of rooms from their clients.
    [Test]
    public async Task Rooms_OfTheLibrarysOwn_AreOutOfReach()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            string[] rooms = ["a", "\u0001history"];
            Action[] attempts =
            [
                () => socket.Join(rooms), () => socket.Leave(rooms), () => socket.To(rooms), () => socket.Except(rooms),
                () => server.Io.To(rooms), () => server.Io.In(rooms), () => server.Io.Except(rooms),
                () => server.Io.SocketsJoin(rooms), () => server.Io.SocketsLeave(rooms), () => socket.Data["\u0001history"] = 1,
            ];
            foreach (var attempt in attempts)
            {
                Assert.That(attempt, Throws.ArgumentException.With.Message.Contains("the library's own"));
            }
            await Assert.ThatAsync(() => socket.JoinAsync(rooms), Throws.ArgumentException);
            Assert.That(socket.Rooms, Is.EqualTo([socket.Id]), "nothing of it was done");
        }
    }

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
