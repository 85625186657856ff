using Microsoft.Extensions.DependencyInjection;

namespace SingleProcess.Tests;

/// <summary>A handler that outlives its connection goes on sending by the socket that it has.</summary>
public sealed class LateEmitTests
{
    [Test]
    public async Task Emit_ToASocketWhoseClientIsAway_ReachesItAtItsReturn()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await DropAsync(server, client);

        socket.Emit("done", 1);
        await socket.EmitAsync("done", 2);
        socket.Volatile.Emit("done", "not what is volatile");
        socket.Emit("done", 3);
        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(3), Is.EqualTo(Enumerable.Range(1, 3).Select(i => $"""42["done",{i}]""")));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Emit_ToASocketWhoseClientIsBack_ReachesItOverItsNewConnection([Values] bool wasHalfOpen)
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var former = await server.SocketAsync(client.Sid);
        using var old = client.Raw;
        await client.ReturnAsync(keepOld: wasHalfOpen);
        await Eventually.TrueAsync(() => !former.Connected, "the end of the former connection");

        former.Emit("done", 1);
        await former.EmitAsync("done", 2);

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(2), Is.EqualTo(Enumerable.Range(1, 2).Select(i => $"""42["done",{i}]""")));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Emit_InTheHandlersOfTheEnd_ReachesTheClientAtItsReturn()
    {
        var isListening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RecoveryServer.StartAsync(socket =>
        {
            if (!socket.Recovered)
            {
                socket.OnDisconnecting(_ => socket.Emit("end", 1));
                socket.OnDisconnected(async _ => await socket.EmitAsync("end", 2));
                isListening.SetResult();
            }
        });
        using var client = await ReturningClient.ConnectAsync(server);
        // The client is told that it is in before the handlers of its connection run.
        await isListening.Task.Within();
        await DropAsync(server, client);

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(2), Is.EqualTo(Enumerable.Range(1, 2).Select(i => $"""42["end",{i}]""")));
    }

    [Test]
    public async Task Emit_ToASocketThatSaidGoodbye_TakesNoNumber()
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var sequencer = server.Services.GetRequiredService<ISequencer>();
        await client.Raw.SendAsync("41");
        await Eventually.TrueAsync(() => !socket.Connected && !server.Io.Main.Sockets.Values.Contains(socket), "the end");
        await server.Io.EmitAsync("behind the end");
        var before = sequencer.LastSubmission;

        socket.Emit("void");
        await socket.EmitAsync("void");

        Assert.That(sequencer.LastSubmission, Is.EqualTo(before));
    }

    [Test]
    public async Task Emit_ToASocketThatTheServerDisconnected_TakesNoNumber([Values] bool bySelection)
    {
        await using var server = await RecoveryServer.StartAsync();
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var sequencer = server.Services.GetRequiredService<ISequencer>();
        if (bySelection)
        {
            server.Io.In(client.Sid).DisconnectSockets();
        }
        else
        {
            socket.Disconnect();
        }
        Assert.That(await client.ReadAsync(), Is.EqualTo("41"));
        await Eventually.TrueAsync(() => !socket.Connected, "the end");
        var before = sequencer.LastSubmission;

        socket.Emit("void");
        await socket.EmitAsync("void");

        Assert.That(sequencer.LastSubmission, Is.EqualTo(before));
    }

    private static async Task<Socket> DropAsync(SocketServer server, ReturningClient client)
    {
        var socket = await server.SocketAsync(client.Sid);
        client.Raw.Abort();
        await Eventually.TrueAsync(() => !socket.Connected, "the end of the connection");
        return socket;
    }
}
