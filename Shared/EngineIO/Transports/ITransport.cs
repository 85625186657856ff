namespace EngineIO.Transports;

/// <summary>One way to a client. A transport has its own queue and its own lock; it never calls the session while holding it.</summary>
internal interface ITransport
{
    EngineTransports Kind { get; }

    /// <summary>Whether a packet would leave at once.</summary>
    bool IsWritable { get; }

    /// <summary>Whether nothing is queued or being written.</summary>
    bool IsDrained { get; }

    /// <summary>The bytes queued or being written.</summary>
    long QueuedBytes { get; }

    /// <summary>Queues or writes the messages as one uninterrupted group. Never blocks, never throws.</summary>
    SendResult Send(ReadOnlySpan<OutboundMessage> group);

    /// <summary>Ends the transport. After a first call only <see cref="CloseMode.Abort"/> is sure to change anything.</summary>
    void Close(CloseMode mode);
}

/// <summary>What became of a message.</summary>
internal enum SendResult
{
    Accepted,

    /// <summary>The transport is closed: the message is dropped.</summary>
    Closed,

    /// <summary>The queue is full: the message is dropped.</summary>
    Overflow,

    /// <summary>The session has moved to another transport: ask that one.</summary>
    Detached,
}

/// <summary>How a transport ends, from gentle to harsh.</summary>
internal enum CloseMode
{
    /// <summary>What is queued is sent first.</summary>
    Flush,

    /// <summary>The client has said goodbye: what is queued is dropped.</summary>
    ByPeer,

    /// <summary>What is queued is dropped, the client is told.</summary>
    Discard,

    /// <summary>As <see cref="Discard"/>, because a message was too big.</summary>
    TooBig,

    /// <summary>The connection is cut.</summary>
    Abort,
}
