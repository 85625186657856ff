namespace SocketIO.Packets;

/// <summary>What an event needs in a namespace with recovery; in others there is no difference.</summary>
internal enum EventKind
{
    /// <summary>It takes a number, and carries it as an offset.</summary>
    Sequenced,

    /// <summary>It is not replayed, so it must not look like one that is.</summary>
    Transient,

    /// <summary>It is to be acknowledged; clients take no offset from it.</summary>
    Acknowledged,
}
