using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Where something is said, or asked for.</summary>
/// <param name="Room">The place, as it is stored.</param>
/// <param name="Argument">The place, as a client names it.</param>
/// <param name="To">In a private conversation, the other person.</param>
internal sealed record PlaceName(string Room, object? Argument, string? To = null)
{
    public static PlaceName Main { get; } = new("", null);

    /// <summary>A public room.</summary>
    public static PlaceName In(string room) => new(room, new { room });

    /// <summary>The private conversation of somebody with somebody else.</summary>
    public static PlaceName With(string person, string other) => new(new Conversation(person, other).Room, new { to = other }, other);

    /// <summary>Where a message is, for its author.</summary>
    public static PlaceName Of(Message message) => message.Kind switch
    {
        MessageKind.Room => In(message.Room!),
        MessageKind.Private => With(message.Between!.From, message.Between.To),
        _ => Main,
    };
}
