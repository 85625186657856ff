namespace Chaos.Record;

/// <summary>What a client was sent.</summary>
/// <param name="Message">The message's index.</param>
/// <param name="Connection">The index of the client's connection.</param>
/// <param name="At">When.</param>
/// <param name="Number">The number in the event's offset; 0 if it had none that is its own.</param>
/// <param name="Id">The id of a chat message.</param>
/// <param name="IsReplay">Whether it may be one of the stored messages of a place, which come when they come, and not in the order of everything.</param>
/// <param name="Of">The id of the message that it was said to be an edit of; 0 if of none.</param>
internal readonly record struct Delivery(int Message, int Connection, long At, long Number, long Id, bool IsReplay = false, long Of = 0);

/// <summary>A private message that a client has shown, from an event or read back.</summary>
/// <param name="Message">The message's index.</param>
/// <param name="Id">Its id.</param>
/// <param name="At">When.</param>
/// <param name="IsReadBack">Whether it was read back.</param>
internal readonly record struct ShownMessage(int Message, long Id, long At, bool IsReadBack);

/// <summary>A packet of whatever kind with the text of a message that is not for everybody.</summary>
/// <param name="Message">The message's index.</param>
/// <param name="At">When it came.</param>
/// <param name="Packet">Its beginning.</param>
internal readonly record struct Sighting(int Message, long At, string Packet);

/// <summary>A client was told that somebody is gone.</summary>
/// <param name="Person">Who.</param>
/// <param name="Since">When the client asked for the connection over which it was told.</param>
/// <param name="At">When.</param>
internal readonly record struct GoneNotice(string Person, long Since, long At);

/// <summary>A connection to the namespace, from its CONNECT packet on.</summary>
internal sealed class ConnectionRecord
{
    /// <summary>Its place in the client's list of connections.</summary>
    public required int Index { get; init; }

    public required int Worker { get; init; }

    /// <summary>Sessions are numbered per client; a recovered connection belongs to the one before.</summary>
    public required int Session { get; init; }

    public required string Sid { get; init; }

    public required bool Recovered { get; init; }

    /// <summary>The public rooms that the client said it is in: a new session is in these.</summary>
    public IReadOnlyList<string> Rooms { get; init; } = [];

    /// <summary>Who the client is, as it was told.</summary>
    public string? Person { get; set; }

    /// <summary>Just before CONNECT was sent.</summary>
    public required long AskedAt { get; init; }

    /// <summary>Just after it was answered.</summary>
    public required long AnsweredAt { get; init; }

    /// <summary>Whether the client had a session that it asked for.</summary>
    public required bool Returning { get; init; }

    /// <summary>Whether the session had a chat message with an offset by its end, and so all of its history.</summary>
    public bool HasHistory { get; set; }

    /// <summary>Whether stored messages of rooms may still have been on their way in the end.</summary>
    public bool MayBeReplaying { get; set; }

    /// <summary>When the last packet came, of any kind.</summary>
    public long LastHeardAt { get; set; }

    /// <summary>When the client knew that it was lost; <see cref="Clock.Never"/> if it was not.</summary>
    public long LostAt { get; set; } = Clock.Never;

    public string? LostBecause { get; set; }

    /// <summary>When the client ended its session on purpose; <see cref="Clock.Never"/> if it did not.</summary>
    public long LeftAt { get; set; } = Clock.Never;

    public override string ToString() =>
        $"worker {Worker}, session {Session} ({Sid}), asked {Clock.Text(AskedAt)}, answered {Clock.Text(AnsweredAt)}"
        + $"{(Recovered ? ", recovered" : Returning ? ", not recovered" : "")}, last heard {Clock.Text(LastHeardAt)}, "
        + (LostAt == Clock.Never ? "not lost" : $"lost {Clock.Text(LostAt)}: {LostBecause}");
}

/// <summary>A request to join or leave a room.</summary>
internal sealed class RoomRequest
{
    public required string Room { get; init; }

    /// <summary>Whether it is a public room of the chat.</summary>
    public bool IsPublic { get; init; }

    public required bool Joins { get; init; }

    public required int Session { get; init; }

    public required long SentAt { get; init; }

    public long AckedAt { get; set; } = Clock.Never;

    public override string ToString() =>
        $"{(Joins ? "join" : "leave")} {Room} in session {Session}, sent {Clock.Text(SentAt)}, acknowledged {Clock.Text(AckedAt)}";
}

/// <summary>All that one client did and got. Written under its client's lock, read when the run is over.</summary>
internal sealed class ClientRecord(int index, string? person = null)
{
    public int Index => index;

    /// <summary>Whose it is; <see langword="null"/> of a client of the tutorial, which stands for itself.</summary>
    public string? Person => person;

    public List<ConnectionRecord> Connections { get; } = [];

    public List<RoomRequest> Requests { get; } = [];

    /// <summary>In the order of their arrival.</summary>
    public List<Delivery> Deliveries { get; } = [];

    /// <summary>The private messages in the order in which they were shown.</summary>
    public List<ShownMessage> Shown { get; } = [];

    /// <summary>What it asked for of the past.</summary>
    public List<PageRead> Pages { get; } = [];

    /// <summary>What it looked for, and found.</summary>
    public List<Finding> Findings { get; } = [];

    public List<Sighting> Sightings { get; } = [];

    public List<GoneNotice> Gone { get; } = [];

    /// <summary>How often its person wished another name here.</summary>
    public int Wishes { get; set; }

    public List<Typed> Typed { get; } = [];

    public List<TypingNotice> TypingNotices { get; } = [];
}
