using System.Text.Json;
using SocketIO;

namespace Conformance;

/// <summary>For the suite of socket.io-client: the events of the main namespace.</summary>
internal static class SocketClientHandlers
{
    private static readonly byte[] Doge = [.. "asdfasdf"u8];

    private static string Now => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);

    public static void AddTo(Socket socket)
    {
        AddText(socket);
        AddBinary(socket);
        AddOrdered(socket);
        socket.On("echo", context => context.Ack(context.Arguments[0]));
        // Not awaited: a client that never answers must not keep its other events waiting.
        socket.On("ack", context =>
        {
            _ = AskAsync(context.Socket);
        });
        socket.On("getHandshake", context => context.Ack(SocketClientServer.Describe(context.Socket.Handshake)));
        socket.On("getId", context => context.Ack(context.Socket.Id));
    }

    private static void AddText(Socket socket)
    {
        socket.On("hi", context => context.Socket.Emit("hi"));
        socket.On("false", context => context.Socket.Emit("false", false));
        socket.On("getAckDate", context => context.Ack(Now));
        socket.On("getDate", context => context.Socket.Emit("takeDate", Now));
        socket.On("getDateObj", context => context.Socket.Emit("takeDateObj", new { date = Now }));
        socket.On("getUtf8", context =>
        {
            foreach (var text in new[] { "てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string" })
            {
                context.Socket.Emit("takeUtf8", text);
            }
        });
    }

    private static void AddBinary(Socket socket)
    {
        socket.On("doge", context => context.Socket.Emit("doge", Doge));
        socket.On("getbin", context => context.Socket.Emit("takebin", Doge));
        EmitIf(socket, "buffa", "buffack", HasBinary);
        EmitIf(socket, "blob", "back", HasBinary);
        EmitIf(socket, "jsonbuff", "jsonbuff-ack", HasBinaryObject);
        EmitIf(socket, "jsonblob", "jsonblob-ack", HasBinaryObject);
    }

    private static void AddOrdered(Socket socket)
    {
        // Handlers of a socket run one at a time.
        var seen = 0;
        Step("abuff1", 0, HasBinary);
        Step("abuff2", 1, _ => true, "abuff2-ack");
        Step("blob1", 0, HasBinary);
        Step("blob2", 1, arguments => arguments.TryGet<string>(0, out var text) && text == "second");
        Step("blob3", 2, HasBinary, "blob3-ack");

        void Step(string name, int after, Func<EventArguments, bool> condition, string? answer = null) => socket.On(name, context =>
        {
            if (seen != after || !condition(context.Arguments))
            {
                return;
            }
            seen++;
            if (answer is not null)
            {
                seen = 0;
                context.Socket.Emit(answer);
            }
        });
    }

    private static void EmitIf(Socket socket, string name, string answer, Func<EventArguments, bool> condition) => socket.On(name, context =>
    {
        if (condition(context.Arguments))
        {
            context.Socket.Emit(answer);
        }
    });

    private static bool HasBinary(EventArguments arguments) => arguments is [{ Attachments.Count: > 0 }, ..] && arguments.TryGet<byte[]>(0, out _);

    private static bool HasBinaryObject(EventArguments arguments) =>
        arguments.TryGet<BinaryObject>(0, out var value)
        && value is { Hello: "lol", Goodbye: "gotcha", Message: not null } && arguments[0].Attachments.Count > 0;

    private static async Task AskAsync(Socket socket)
    {
        try
        {
            var answer = await socket.EmitWithAckAsync("ack");
            if (answer.TryGet<int>(0, out var number) && number == 5 && answer.TryGet<JsonElement>(1, out var details)
                && details.ValueKind == JsonValueKind.Object && details.TryGetProperty("test", out var test) && test.ValueKind == JsonValueKind.True)
            {
                socket.Emit("got it");
            }
        }
        catch (SocketDisconnectedException)
        {
            // The client went away without an answer.
        }
    }

    private sealed record BinaryObject(string? Hello, byte[]? Message, string? Goodbye);
}
