using System.Text.Json;
using SocketIO;

namespace Worker.Chat;

/// <summary>
/// Where something is said, as a client names it: <c>{ "room": "cats" }</c>, <c>{ "to": "person" }</c>, or nothing of both for the main
/// room, which is the tutorial's.
/// </summary>
/// <param name="Room">The public room; empty for the main one, and in a private conversation.</param>
/// <param name="With">The other person of a private conversation; else empty.</param>
internal readonly record struct Place(string Room, string With)
{
    // No name of a public room has a slash in it.
    private const string Private = "private/";

    public static Place Main { get; } = new("", "");

    /// <summary>The two persons of a private conversation, in the order of their ids.</summary>
    public static string PrivateRoom(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? $"{Private}{one}/{other}" : $"{Private}{other}/{one}";

    /// <summary>The room of the history that it is, for a person.</summary>
    public string RoomFor(string person) => With.Length == 0 ? Room : PrivateRoom(person, With);

    /// <summary>Reads it from an argument, which may be absent.</summary>
    /// <exception cref="EventArgumentException">It is not a place; the client is told why.</exception>
    public static Place From(EventArguments arguments, int index)
    {
        if (arguments.Count <= index || arguments[index].IsNull)
        {
            return Main;
        }
        if (!arguments.TryGet<JsonElement>(index, out var given) || given.ValueKind != JsonValueKind.Object)
        {
            throw new EventArgumentException("the place must be an object with \"room\" or \"to\", or null for the main room");
        }
        var (room, to) = (Text(given, "room"), Text(given, "to"));
        if (room is not null && to is not null)
        {
            throw new EventArgumentException("the place must have \"room\" or \"to\", and not both");
        }
        if (to is not null)
        {
            return PersonId.IsOne(to) ? new Place("", to) : throw new EventArgumentException("there is no such person");
        }
        return room switch
        {
            null or "" => Main,
            _ => new Place(RoomName.From(room) ?? throw new EventArgumentException(RoomName.Rule), ""),
        };
    }

    private static string? Text(JsonElement place, string name)
    {
        if (!place.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new EventArgumentException($"\"{name}\" must be a string");
        }
        catch (InvalidOperationException)
        {
            throw new EventArgumentException($"\"{name}\" must be a text");
        }
    }
}
