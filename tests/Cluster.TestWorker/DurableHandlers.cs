using SocketIO;
using SocketIO.Namespaces;

namespace TestWorker;

/// <summary>Stores events; each client gets all that are stored.</summary>
internal static class DurableHandlers
{
    public static void AddTo(Namespace io)
    {
        var history = io.UseHistory("stored");
        io.OnConnection(async socket =>
        {
            await history.Ready;
            history.Replay(socket, after: 0);
            // Arguments: the key and the content. Acknowledged with the id.
            socket.On("store", async context =>
            {
                var result = await history.AppendAsync(context.Arguments.Get<string>(0), context.Arguments.Get<string>(1));
                context.Ack(result.Id);
            });
        });
    }
}
