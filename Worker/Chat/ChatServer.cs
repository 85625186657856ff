using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO;

namespace Worker.Chat;

/// <summary>How the chat wants the server that it is in, whatever else is in it.</summary>
internal static class ChatServer
{
    public static void ApplyTo(SocketIOOptions options)
    {
        // As many as may be written at once: who is held to the rate does not wait long until it is read again.
        options.MaxPendingEvents = 100;
        options.JsonSerializerOptions = new(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = ChatJson.Default,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
    }
}
