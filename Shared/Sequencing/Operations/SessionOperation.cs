using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>What the owner of a session has to say about it.</summary>
/// <param name="Session">The session, in the generation that the owner knows.</param>
public abstract record SessionOperation(SessionKey Session) : IOperation
{
    /// <inheritdoc/>
    public virtual int Size => Sizes.Of(Session.Sid);

    /// <inheritdoc/>
    public virtual bool MustBeTaken => false;
}

/// <summary>A claimed session is with its client again.</summary>
/// <param name="Session">The session.</param>
public sealed record ResumeOperation(SessionKey Session) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>A claimed session goes back to its window: the client was refused.</summary>
/// <param name="Session">The session.</param>
public sealed record ReleaseOperation(SessionKey Session) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>The client's connection is gone.</summary>
/// <param name="Session">The session.</param>
/// <param name="Ended">For good: there is no window.</param>
public sealed record DepartOperation(SessionKey Session, bool Ended) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override bool MustBeTaken => true;
}

/// <summary>Joins rooms.</summary>
/// <param name="Session">The session.</param>
/// <param name="Rooms">The rooms.</param>
public sealed record JoinOperation(SessionKey Session, ImmutableArray<string> Rooms) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override int Size => base.Size + Sizes.Of(Rooms);
}

/// <summary>Leaves rooms.</summary>
/// <param name="Session">The session.</param>
/// <param name="Rooms">The rooms.</param>
public sealed record LeaveOperation(SessionKey Session, ImmutableArray<string> Rooms) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override int Size => base.Size + Sizes.Of(Rooms);
}

/// <summary>Sets or removes a value of the session's data.</summary>
/// <param name="Session">The session.</param>
/// <param name="Key">The value's key.</param>
/// <param name="Json">The value; empty: it is removed.</param>
public sealed record DataOperation(SessionKey Session, string Key, ReadOnlyMemory<byte> Json) : SessionOperation(Session)
{
    /// <inheritdoc/>
    public override int Size => base.Size + Sizes.Of(Key) + Json.Length;
}
