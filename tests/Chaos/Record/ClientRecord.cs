namespace Chaos.Record;

/// <summary>What a client was sent.</summary>
/// <param name="Message">The message's index.</param>
/// <param name="Connection">The index of the client's connection.</param>
/// <param name="At">When.</param>
/// <param name="Number">The number in the event's offset; 0 if it had none that is its own.</param>
/// <param name="Id">The id of a chat message.</param>
internal readonly record struct Delivery(int Message, int Connection, long At, long Number, long Id);

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

    /// <summary>Just before CONNECT was sent.</summary>
    public required long AskedAt { get; init; }

    /// <summary>Just after it was answered.</summary>
    public required long AnsweredAt { get; init; }

    /// <summary>Whether the client had a session that it asked for.</summary>
    public required bool Returning { get; init; }

    /// <summary>Whether the session had a chat message with an offset by its end, and so all of its history.</summary>
    public bool HasHistory { get; set; }

    /// <summary>When the last packet came, of any kind.</summary>
    public long LastHeardAt { get; set; }

    /// <summary>When the client knew that it was lost; <see cref="Clock.Never"/> if it was not.</summary>
    public long LostAt { get; set; } = Clock.Never;

    public string? LostBecause { get; set; }

    /// <summary>Whether the client ended its session on purpose.</summary>
    public bool Left { get; set; }

    public override string ToString() =>
        $"worker {Worker}, session {Session} ({Sid}), asked {Clock.Text(AskedAt)}, answered {Clock.Text(AnsweredAt)}"
        + $"{(Recovered ? ", recovered" : Returning ? ", not recovered" : "")}, last heard {Clock.Text(LastHeardAt)}, "
        + (LostAt == Clock.Never ? "not lost" : $"lost {Clock.Text(LostAt)}: {LostBecause}");
}

/// <summary>A request to join or leave a room.</summary>
internal sealed class RoomRequest
{
    public required string Room { get; init; }

    public required bool Joins { get; init; }

    public required int Session { get; init; }

    public required long SentAt { get; init; }

    public long AckedAt { get; set; } = Clock.Never;

    public override string ToString() =>
        $"{(Joins ? "join" : "leave")} {Room} in session {Session}, sent {Clock.Text(SentAt)}, acknowledged {Clock.Text(AckedAt)}";
}

/// <summary>All that one client did and got. Written under its client's lock, read when the run is over.</summary>
internal sealed class ClientRecord(int index)
{
    public int Index => index;

    public List<ConnectionRecord> Connections { get; } = [];

    public List<RoomRequest> Requests { get; } = [];

    /// <summary>In the order of their arrival.</summary>
    public List<Delivery> Deliveries { get; } = [];
}
