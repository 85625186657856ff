using SocketIO;

namespace TestWorker;

/// <summary>Sends back what comes, and asks the client a question.</summary>
internal static class EchoHandlers
{
    public static void AddTo(Namespace io) => io.OnConnection(socket =>
    {
        socket.On("echo", context =>
        {
            var arguments = context.Arguments.ToRaw();
            context.Ack(arguments);
            context.Socket.Emit("echo", arguments);
        });
        socket.On("decoded", Decode);
        socket.On("ask me", AskAsync);
        socket.On("silent", _ => { });
        socket.On("fail", _ => throw new InvalidOperationException("thrown on purpose"));
    });

    /// <summary>Reads typed arguments and writes them anew, instead of passing raw ones on.</summary>
    private static void Decode(EventContext context)
    {
        var bytes = context.Arguments.Get<byte[]>(0);
        var nested = context.Arguments.Get<Nested>(1);
        context.Ack(bytes.Length, new Nested(nested.Name + "!", [.. nested.Bytes.Reverse()]), bytes);
    }

    /// <summary>Arguments: how long to wait, in milliseconds, and what to ask. Acknowledged with the client's answer.</summary>
    private static async ValueTask AskAsync(EventContext context)
    {
        var patience = TimeSpan.FromMilliseconds(context.Arguments.Get<int>(0));
        try
        {
            var answer = await context.Socket.Timeout(patience).EmitWithAckAsync("question", context.Arguments[1]);
            context.Ack(answer.ToRaw());
        }
        catch (AckTimeoutException)
        {
            context.Ack(EventArgument.Error("the client did not answer"));
        }
    }

    internal sealed record Nested(string Name, byte[] Bytes);
}
