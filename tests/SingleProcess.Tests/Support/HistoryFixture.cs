using Microsoft.Extensions.DependencyInjection;
using SocketIO.History;

namespace SingleProcess.Tests.Support;

/// <summary>A server whose clients say in their auth what they want of its history "m".</summary>
public abstract class HistoryFixture
{
    private protected SocketServer Server { get; private set; } = null!;

    private protected SpyDurableLog Log { get; private set; } = null!;

    private protected NamespaceHistory History { get; private set; } = null!;

    private protected virtual HistoryOptions? Options => null;

    /// <summary>What else the server is made of.</summary>
    private protected virtual Action<IServiceCollection>? Services => null;

    [SetUp]
    public async Task StartAsync()
    {
        Server = await RecoveryServer.StartAsync(Replay, services: SpyDurableLog.AddTo + Services);
        Log = (SpyDurableLog)Server.Services.GetRequiredService<IDurableLog>();
        History = Server.Io.Main.UseHistory("m", Options);
    }

    [TearDown]
    public async Task StopAsync() => await Server.DisposeAsync();

    /// <summary>A client that gets the main room from an id on, or what else its auth says.</summary>
    private protected Task<ReturningClient> ConnectAsync(long after = 0, string more = "") =>
        ReturningClient.ConnectAsync(Server, auth: $"{{\"after\":{after}{more}}}");

    /// <summary>A client that gets rooms from ids on.</summary>
    private protected Task<ReturningClient> ConnectToAsync(params (string Room, long After)[] rooms) => ReturningClient.ConnectAsync(
        Server, auth: $"{{\"rooms\":{{{string.Join(',', rooms.Select(each => $"\"{each.Room}\":{each.After}"))}}}}}");

    private protected async Task AppendAsync(int count, int from = 1, string room = "")
    {
        for (var id = from; id < from + count; id++)
        {
            Assert.That((await History.AppendAsync($"key {room} {id}", $"text {id}", room).AsTask().Within()).Status, Is.EqualTo(AppendStatus.Stored));
        }
    }

    /// <summary>Holds up whoever reads stored events, until the gate is opened.</summary>
    private protected (Task Reading, TaskCompletionSource Gate) HoldReading(Action? onPage = null)
    {
        var reading = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        Log.OnReadPage = (_, _) =>
        {
            onPage?.Invoke();
            reading.TrySetResult();
            gate.Task.GetAwaiter().GetResult();
        };
        return (reading.Task, gate);
    }

    /// <summary>Appends an event, which the client gets at the end of its replay or live: from then on it is live.</summary>
    private protected async Task BecomeLiveAsync(ReturningClient client)
    {
        var id = (await History.AppendAsync($"live {client.Sid}", "live").AsTask().Within()).Id;
        Assert.That(await client.ReadAsync(), Is.EqualTo($"42[\"m\",\"live\",{id}]"));
    }

    private protected static string[] Messages(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(id => $"42[\"m\",\"text {id}\",{id}]")];

    private void Replay(Socket socket)
    {
        var auth = socket.Handshake.Auth;
        var limit = auth.TryGetProperty("newest", out var newest) ? new ReplayLimit(newest.GetInt32(), "left out") : null;
        if (auth.TryGetProperty("after", out var after))
        {
            History.Replay(socket, after.GetInt64(), limit);
        }
        if (auth.TryGetProperty("rooms", out var rooms))
        {
            History.Replay(socket, [.. rooms.EnumerateObject().Select(room => new RoomPosition(room.Name, room.Value.GetInt64()))], limit);
        }
    }
}
