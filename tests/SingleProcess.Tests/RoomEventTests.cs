namespace SingleProcess.Tests;

/// <summary>Handlers of what happens to rooms, where rooms change at their place in the log.</summary>
public sealed class RoomEventTests
{
    [Test]
    public async Task Joined_HandlerWaitsForTheLog_HoldsUpNobody()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var happened = new List<string>();
        server.Io.Main.Adapter.Rooms.OnCreated(room => happened.Add($"created {room}"));
        server.Io.Main.Adapter.Rooms.OnJoined((room, _) =>
        {
            server.Io.EmitAsync("joined", room).Wait(TimeSpan.FromSeconds(20));
            happened.Add($"joined {room}");
        });
        server.Io.Main.Adapter.Rooms.OnLeft((room, _) => happened.Add($"left {room}"));
        server.Io.Main.Adapter.Rooms.OnDeleted(room => happened.Add($"deleted {room}"));

        await socket.JoinAsync("room").Within();
        await socket.LeaveAsync("room").Within();

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["joined","room"]"""));
        await Eventually.TrueAsync(() => happened.Count == 4, "the last handler");
        Assert.That(happened, Is.EqualTo(["created room", "joined room", "left room", "deleted room"]));
    }
}
