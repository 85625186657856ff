namespace SocketIO.Sequencing;

/// <summary>What a durable event says beside its content.</summary>
/// <param name="Previous">The id of the one before it in its room when it was stored; 0 for the first.</param>
/// <param name="At">When it was stored (Unix milliseconds); 0 when that is not known.</param>
/// <param name="Room">Its room.</param>
/// <param name="Details">What was stored beside the content: a JSON object, or empty.</param>
public readonly record struct DurableStamp(long Previous, long At, string Room, ReadOnlyMemory<byte> Details)
{
    /// <summary>That of an event that is not stored.</summary>
    public static DurableStamp None { get; } = new(0, 0, "", default);

    internal int Size => Sizes.Of(Room) + Details.Length;
}
