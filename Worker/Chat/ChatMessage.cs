using System.Security.Cryptography;
using System.Text;
using SocketIO;

namespace Worker.Chat;

/// <summary>What a client sends: the text, and a key of its own that makes a retry harmless.</summary>
/// <param name="Text">1 to <see cref="MaxTextLength"/> characters.</param>
/// <param name="ClientOffset">1 to <see cref="MaxClientOffsetLength"/> characters.</param>
internal readonly record struct ChatMessage(string Text, string ClientOffset)
{
    public const int MaxTextLength = 4_000;
    public const int MaxClientOffsetLength = 128;

    /// <summary>A key that only this text of this author in this room has, for a message whose key was used for another before; no client can
    /// name it.</summary>
    public static string KeyOfItsOwn(string key, string author, string room, string? text) =>
        $"{key}\u0001{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{author}\u0001{room}\u0001{text}")))}";

    /// <summary>Reads the event's arguments.</summary>
    /// <exception cref="EventArgumentException">They are not what the chat takes; the client is told why.</exception>
    public static ChatMessage From(EventArguments arguments)
    {
        if (!arguments.TryGet<string>(0, out var text))
        {
            throw new EventArgumentException("the message must be a string");
        }
        if (text.Length is 0 or > MaxTextLength)
        {
            throw new EventArgumentException($"the message must have 1 to {MaxTextLength} characters");
        }
        if (!arguments.TryGet<string>(1, out var clientOffset))
        {
            throw new EventArgumentException("the client offset must be a string");
        }
        return new ChatMessage(text, Checked(clientOffset));
    }

    /// <summary>The key, if it is one.</summary>
    /// <exception cref="EventArgumentException">It is none; the client is told why.</exception>
    public static string Checked(string clientOffset)
    {
        if (clientOffset.Length is 0 or > MaxClientOffsetLength)
        {
            throw new EventArgumentException($"the client offset must have 1 to {MaxClientOffsetLength} characters");
        }
        return clientOffset.Contains('\u0001') ? throw new EventArgumentException("the client offset must not hold U+0001") : clientOffset;
    }
}
