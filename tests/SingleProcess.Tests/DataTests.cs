using System.Text.Json;

namespace SingleProcess.Tests;

/// <summary>What an application keeps with a socket, where that must survive.</summary>
public sealed class DataTests
{
    private SocketServer _server = null!;
    private ReturningClient _client = null!;
    private Socket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync();
        _server.Io.Use(socket =>
        {
            if (!socket.Recovered)
            {
                socket.Data["from the middleware"] = true;
            }
            return ValueTask.FromResult<SocketIO.ConnectError?>(null);
        });
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
    public async Task Data_OfEveryKind_IsTheSameBeforeAndAfterARecovery()
    {
        _socket.Data["text"] = "Ada";
        _socket.Data["whole"] = 7;
        _socket.Data["real"] = 1.5;
        _socket.Data["list"] = new[] { 1, 2 };
        _socket.Data["gone"] = 1;
        _socket.Data["gone"] = null;
        var before = Describe(_socket);

        await _client.ReturnAsync();

        await Eventually.TrueAsync(() => _server.Io.Main.Sockets.GetValueOrDefault(_client.Sid) is { Recovered: true }, "the socket that is back");
        var after = _server.Io.Main.Sockets[_client.Sid];
        Assert.That(Describe(after), Is.EqualTo(before));
        Assert.That(after.Data["text"], Is.EqualTo("Ada"));
        Assert.That(after.Data["whole"], Is.EqualTo(7L));
        Assert.That(after.Data["real"], Is.EqualTo(1.5));
        Assert.That(after.Data.Get<int[]>("list"), Is.EqualTo([1, 2]));
        Assert.That(after.Data["from the middleware"], Is.True);
        Assert.That(after.Data.Keys, Does.Not.Contain("gone"));
    }

    [Test]
    public void Data_ChangedBehindItsBack_DoesNotChange()
    {
        var list = new List<int> { 1 };
        _socket.Data["list"] = list;

        list.Add(2);

        Assert.That(_socket.Data.Get<int[]>("list"), Is.EqualTo([1]));
    }

    [Test]
    public void Data_ThatIsTooMuch_IsRefusedAndNothingChanges()
    {
        _socket.Data["big"] = new string('x', 40_000);

        Assert.That(() => _socket.Data["bigger"] = new string('x', 40_000), Throws.ArgumentException.With.Message.Contains("64512"));

        Assert.That(_socket.Data.Keys, Does.Contain("big").And.Not.Contain("bigger"));
    }

    [Test]
    public void Data_ThatIsBinary_IsRefused() =>
        Assert.That(() => _socket.Data["bytes"] = new byte[] { 1 }, Throws.ArgumentException.With.Message.Contains("bytes"));

    [Test]
    public void Data_ThatCannotBeJson_IsRefusedNamingTheValueAndThePlaceForIt()
    {
        Assert.That(
            () => _socket.Data["connection"] = typeof(string),
            Throws.ArgumentException.With.Message.Contains("\"connection\", of type System.RuntimeType").And.Message.Contains("Items"));

        Assert.That(() => _socket.Data["avatar"] = new byte[] { 1 }, Throws.ArgumentException.With.Message.Contains("\"avatar\", of type System.Byte[]").And.Message.Contains("Items"));
        Assert.That(() => _socket.Data["text"] = new string('x', 1_000_000), Throws.ArgumentException.With.Message.Contains("\"text\"").And.Message.Contains("Items"));
        _socket.Items["connection"] = typeof(string);
        Assert.That(_socket.Items["connection"], Is.EqualTo(typeof(string)));
        Assert.That(_socket.Data.Keys, Does.Not.Contain("connection"));
    }

    [Test]
    public void Data_NestedDeeply_IsReadAsItWasSet()
    {
        var value = Enumerable.Range(0, 500).Aggregate(Array.Empty<object>(), (inner, _) => [inner]);

        _socket.Data["deep"] = value;

        Assert.That(((JsonElement)_socket.Data["deep"]!).GetArrayLength(), Is.EqualTo(1));
    }

    private static string Describe(Socket socket) =>
        string.Join('\n', socket.Data.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={JsonSerializer.Serialize(socket.Data[key])}"));
}
