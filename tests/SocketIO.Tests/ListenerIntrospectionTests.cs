namespace SocketIO.Tests;

/// <summary>Which handlers a socket says it has.</summary>
public sealed class ListenerIntrospectionTests
{
    [Test]
    public async Task Listeners_AddedAndRemoved_AreTheDelegatesInTheirOrder()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Action<int> typed = _ => { };
            Func<EventContext, ValueTask> plain = _ => ValueTask.CompletedTask;
            socket.On("e", typed).Once("e", plain).On("other", plain);

            Assert.That(socket.Listeners("e"), Is.EqualTo(new Delegate[] { typed, plain }));
            Assert.That(socket.HasListeners("e"), Is.True);
            Assert.That(socket.EventNames(), Is.EquivalentTo(["e", "other", "sync"]));

            await client.SendAsync("""42["e",1]""");
            await client.SyncAsync();
            Assert.That(socket.Listeners("e"), Is.EqualTo(new Delegate[] { typed }), "once is over");

            socket.Off("e");
            Assert.That(socket.Listeners("e"), Is.Empty);
            Assert.That(socket.HasListeners("e"), Is.False);
            Assert.That(socket.EventNames(), Is.EquivalentTo(["other", "sync"]));
            Assert.That(() => socket.Listeners(null!), Throws.ArgumentNullException);
        }
    }

    [Test]
    public async Task ListenersAny_AddedAndPrepended_AreInTheOrderOfTheirCalls()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Assert.That(socket.ListenersAny(), Is.Empty);
            Assert.That(socket.ListenersAnyOutgoing(), Is.Empty);
            Action<EventContext> first = _ => { };
            Func<EventContext, ValueTask> second = _ => ValueTask.CompletedTask;
            Action<OutgoingEvent> outgoing = _ => { };
            socket.OnAny(second).PrependAny(first).OnAnyOutgoing(outgoing);

            var copy = socket.ListenersAny();
            Assert.That(copy, Is.EqualTo(new Delegate[] { first, second }));
            Assert.That(socket.ListenersAnyOutgoing(), Is.EqualTo(new Delegate[] { outgoing }));

            socket.OffAny(first).OffAnyOutgoing();
            Assert.That(socket.ListenersAny(), Is.EqualTo(new Delegate[] { second }));
            Assert.That(socket.ListenersAnyOutgoing(), Is.Empty);
            Assert.That(copy, Has.Count.EqualTo(2), "it is a copy");
        }
    }
}
