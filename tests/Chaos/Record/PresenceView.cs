namespace Chaos.Record;

/// <summary>What a client was told last of somebody.</summary>
internal readonly record struct PersonPicture(string State, string? Name)
{
    public const string Online = "online";
    public const string Away = "away";
    public const string Gone = "gone";
}

/// <summary>Who is there, as one client sees it.</summary>
/// <param name="Client">The client.</param>
/// <param name="Person">Who it is, as it was told.</param>
/// <param name="Name">The name that it asked for.</param>
/// <param name="IsConnected">Whether it is connected.</param>
/// <param name="Everywhere">The persons in the namespace.</param>
/// <param name="Rooms">Those in each public room that it is in.</param>
internal sealed record PresenceView(
    int Client,
    string? Person,
    string? Name,
    bool IsConnected,
    IReadOnlyDictionary<string, PersonPicture> Everywhere,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, PersonPicture>> Rooms);
