using SocketIO;
using SocketIO.History;

namespace TestWorker;

/// <summary>Stores events; each client gets all that are stored.</summary>
internal static class DurableHandlers
{
    public static void AddTo(Namespace io)
    {
        var history = io.UseHistory("stored", new HistoryOptions { DescribeEvents = true });
        io.OnConnection(async socket =>
        {
            await history.Ready;
            history.Replay(socket, after: 0);
            // Arguments: the key, the content and more. Acknowledged with the id.
            socket.On("store", async context =>
            {
                var details = new AppendOptions { Details = new Dictionary<string, string> { ["more"] = context.Arguments.Get<string>(2) } };
                var result = await history.AppendAsync(context.Arguments.Get<string>(0), context.Arguments.Get<string>(1), room: "", details);
                context.Ack(result.Id);
            });
        });
    }
}
