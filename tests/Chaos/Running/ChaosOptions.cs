namespace Chaos.Running;

/// <summary>What a run is like.</summary>
internal sealed record ChaosOptions
{
    /// <summary>How long there is harm.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The same seed does the same harm at the same times.</summary>
    public required int Seed { get; init; }

    public required int Clients { get; init; }

    public required int Workers { get; init; }

    public required double FaultsPerMinute { get; init; }

    /// <summary>Chat messages a second, of all clients together.</summary>
    public required double ChatRate { get; init; }

    /// <summary>Messages to public rooms a second, of all clients together.</summary>
    public double RoomRate { get; init; } = 10;

    /// <summary>Edits and deletions of messages a second, of all clients of persons together.</summary>
    public double EditRate { get; init; } = 4;

    /// <summary>Searches a second, of all clients of persons together.</summary>
    public double SearchRate { get; init; } = 3;

    /// <summary>How often a second one of them asks for a part of the past, before or around a message.</summary>
    public double PastRate { get; init; } = 8;

    /// <summary>How often a second one of them says that its person types.</summary>
    public double TypingRate { get; init; } = 6;

    /// <summary>How often a second a person wishes another name.</summary>
    public double RenamingRate { get; init; } = 1;

    /// <summary>How many persons there are. Each has a client, and every other one a second; the other clients are the tutorial's.</summary>
    public int Persons { get; init; } = 20;

    /// <summary>How many private messages the persons write each other in the whole run.</summary>
    public int PrivateMessages { get; init; } = 1_000;

    /// <summary>Whether the worker is to show private messages to everybody: a fault for the checker to find.</summary>
    public bool Leak { get; init; }

    /// <summary>Broadcasts to rooms a second, of all clients together.</summary>
    public required double SayRate { get; init; }

    /// <summary>Where the log lies; <see langword="null"/> for a directory that is removed afterwards.</summary>
    public string? Data { get; init; }

    /// <summary>The worker program.</summary>
    public required string Worker { get; init; }

    /// <summary>How long sessions outlive their connections.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Asks for the chat alone: for a worker program that has nothing else, as the real one.</summary>
    public bool ChatOnly { get; init; }

    /// <summary>Whether others attack the cluster meanwhile, as <c>tests/Attacks</c> does.</summary>
    public bool Attackers { get; init; }

    /// <summary>The kinds of harm; all if none is named.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>One room of broadcasts for every so many clients.</summary>
    public int ClientsPerRoom { get; init; } = 8;

    /// <summary>One public room for every so many persons.</summary>
    public int PersonsPerRoom { get; init; } = 4;

    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long after the end of everything clients may still disagree about who is there.</summary>
    public TimeSpan PresencePatience { get; init; } = TimeSpan.FromSeconds(30);
}
