using SocketIO.Packets;

namespace SocketIO.History;

/// <summary>
/// The sequenced log behind a namespace with history. A cluster's lies with its primary; the interface is the seam
/// for other homes.
/// </summary>
public interface IDurableLog
{
    /// <summary>The life of the log: ids of another epoch mean nothing. Known once <see cref="Ready"/> completed.</summary>
    string Epoch { get; }

    /// <summary>Completes once the sink knows where the log stands.</summary>
    Task Ready { get; }

    /// <summary>Says who takes the durable events; called before anything is delivered, and again when a namespace whose
    /// preparation failed is made anew: the last one counts, and is told where the log stands.</summary>
    void Connect(IDurableSink sink);

    /// <summary>
    /// Appends an event. Completes after its commit and after its delivery to the sink, in this order; the same key
    /// again changes nothing.
    /// </summary>
    /// <param name="namespace">The namespace whose clients get it.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="content">What is stored.</param>
    /// <param name="packet">What is sent, with a slot for the id.</param>
    /// <param name="cancellation">Gives up waiting; the event may be appended all the same.</param>
    ValueTask<AppendResult> AppendAsync(string @namespace, string key, string content, EncodedPacket packet, CancellationToken cancellation);

    /// <summary>Completes when everything committed before the call has been delivered to the sink.</summary>
    Task SynchronizeAsync(CancellationToken cancellation);

    /// <summary>Stored events with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, in order; at least one if there is any.</summary>
    IReadOnlyList<HistoryEntry> ReadPage(long after, long upTo, int maxRows, int maxBytes);
}

/// <summary>Takes durable events, one at a time, in the order of their ids.</summary>
public interface IDurableSink
{
    /// <summary>Says where the log stands: events up to this id will not be delivered.</summary>
    void Start(long position);

    /// <summary>Takes the next event; its packet still has its slot.</summary>
    void Deliver(long id, EncodedPacket packet);
}

/// <summary>A stored event.</summary>
/// <param name="Id">Its id: consecutive, from 1.</param>
/// <param name="Content">Its content.</param>
public readonly record struct HistoryEntry(long Id, string Content);

/// <summary>What became of an append.</summary>
/// <param name="Status">Whether it was stored.</param>
/// <param name="Id">The id under which the key is stored.</param>
public readonly record struct AppendResult(AppendStatus Status, long Id);

/// <summary>Whether an append was stored.</summary>
public enum AppendStatus
{
    /// <summary>Stored, and delivered to everybody.</summary>
    Stored,

    /// <summary>The same key and content were stored before; nothing was done.</summary>
    Duplicate,

    /// <summary>Refused: the key was stored before with another content.</summary>
    KeyConflict,
}
