using SocketIO;

namespace Worker.Chat;

/// <summary>What a client wants of one of its messages.</summary>
internal static class ChatEdit
{
    /// <summary>Reads the event's arguments: the message's id, the text that it is to have or null to delete it, and a key.</summary>
    /// <exception cref="EventArgumentException">They are not what the chat takes; the client is told why.</exception>
    public static (long Id, string? Text, string Key) From(EventArguments arguments)
    {
        if (!arguments.TryGet<long>(0, out var id))
        {
            throw new EventArgumentException("the id of the message must be a whole number");
        }
        string? text = null;
        if (arguments.Count < 2 || (!arguments[1].IsNull && !arguments.TryGet(1, out text)))
        {
            throw new EventArgumentException("the text must be a string, or null to delete the message");
        }
        if (text is { Length: 0 or > ChatMessage.MaxTextLength })
        {
            throw new EventArgumentException($"the message must have 1 to {ChatMessage.MaxTextLength} characters");
        }
        return arguments.TryGet<string>(2, out var key)
            ? (id, text, ChatMessage.Checked(key))
            : throw new EventArgumentException("the client offset must be a string");
    }
}
