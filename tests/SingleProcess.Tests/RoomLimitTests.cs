namespace SingleProcess.Tests;

/// <summary>What one socket may enter, where its session is stored with its rooms.</summary>
public sealed class RoomLimitTests
{
    private static readonly string Long = new('x', 40_000);

    private SocketServer _server = null!;
    private ReturningClient _client = null!;
    private Socket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync();
        _client = await ReturningClient.ConnectAsync(_server);
        _socket = await _server.SocketAsync(_client.Sid);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Join_NameIsTooLong_IsRefusedAndNothingChanges()
    {
        Assert.That(() => _socket.Join(Long + Long), Throws.ArgumentException.With.Message.Contains("64512"));

        await _socket.JoinAsync("room");
        Assert.That(_socket.Rooms, Is.EquivalentTo([_socket.Id, "room"]));
    }

    [Test]
    public async Task Join_TooManyWithoutWaiting_ThoseBeyondTheLimitAreRefused()
    {
        var joined = 0;
        Assert.That(
            () =>
            {
                for (; joined < 10_000; joined++)
                {
                    _socket.Join($"room {joined:0000}");
                }
            },
            Throws.ArgumentException);
        Assert.That(joined, Is.InRange(3_790, 3_793));

        await _socket.LeaveAsync("room 0000");
        Assert.That(_socket.Rooms, Has.Count.EqualTo(joined), "its own and all but one: none was denied");
        await _socket.JoinAsync("again 000");
        Assert.That(_socket.Rooms, Does.Contain("again 000"));
    }

    [Test]
    public async Task Join_WhereItIsAlready_CountsOnce()
    {
        for (var i = 0; i < 10; i++)
        {
            await _socket.JoinAsync(Long);
        }
        Assert.That(_socket.Rooms, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Join_TheSameManyTimesWithoutWaiting_CountsOnce()
    {
        for (var i = 0; i < 100; i++)
        {
            _socket.Join(Long);
        }
        await _socket.JoinAsync("room");
        Assert.That(_socket.Rooms, Is.EquivalentTo([_socket.Id, Long, "room"]));
        Assert.That(() => _socket.Join("a" + Long), Throws.ArgumentException);
    }

    [Test]
    public async Task SocketsJoin_OneIsInTooMany_TheOthersEnter()
    {
        using var other = await ReturningClient.ConnectAsync(_server);
        await _socket.JoinAsync(Long);
        var free = await _server.SocketAsync(other.Sid);

        _server.Io.SocketsJoin("a" + Long);
        await Eventually.TrueAsync(() => free.Rooms.Contains("a" + Long), "the room of the other");
        await free.LeaveAsync("a" + Long);
        _server.Io.Local.SocketsJoin("b" + Long);
        await Eventually.TrueAsync(() => free.Rooms.Contains("b" + Long), "the room of the other");

        Assert.That(_socket.Rooms, Is.EquivalentTo([_socket.Id, Long]));
    }

    [Test]
    public async Task Join_InAMiddleware_IsRefusedThere()
    {
        ArgumentException? refused = null;
        _server.Io.Use(socket =>
        {
            socket.Join(Long);
            refused = Assert.Throws<ArgumentException>(() => socket.Join("a" + Long));
            return ValueTask.FromResult<SocketIO.ConnectError?>(null);
        });

        using var client = await ReturningClient.ConnectAsync(_server);

        Assert.That(refused!.Message, Does.Contain("64512"));
        var socket = await _server.SocketAsync(client.Sid);
        await Eventually.TrueAsync(() => socket.Rooms.Contains(Long), "the room that was not too much");
    }

    [Test]
    public async Task Join_AfterARecovery_TheRoomsOfBeforeCount()
    {
        await _socket.JoinAsync(Long);
        await _client.ReturnAsync();
        await Eventually.TrueAsync(() => _server.Io.Main.Sockets.GetValueOrDefault(_client.Sid) is { Recovered: true }, "the socket that is back");

        Assert.That(() => _server.Io.Main.Sockets[_client.Sid].Join("a" + Long), Throws.ArgumentException);
    }
}
