namespace SocketIO.Sequencer.Serialization;

/// <summary>
/// The binary form of a batch: a version byte, the count of entries, and for each entry its instance, sequence, durable id
/// and event. The numbers of the entries follow from the row's first one.
/// </summary>
internal static class BatchCodec
{
    private const byte Version = 2;

    public static byte[] Encode(ByteWriter writer, ReadOnlySpan<LogEntry> entries)
    {
        writer.Byte(Version);
        writer.Number(entries.Length);
        foreach (ref readonly var entry in entries)
        {
            writer.Name(entry.Instance);
            writer.Number(entry.Sequence);
            writer.Number(entry.DurableId);
            EventCodec.Write(writer, entry.Event);
        }
        return writer.Take();
    }

    /// <summary>Decodes a batch whose entries start at <paramref name="first"/>; the packets refer to the array.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static LogEntry[] Decode(long first, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        if (bytes.Length == 0 || reader.Byte() != Version)
        {
            throw new InvalidDataException("a batch of the log has an unknown format");
        }
        var entries = new LogEntry[reader.Count()];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new LogEntry(first + i, reader.Name(), reader.Number(), reader.Number(), EventCodec.Read(reader));
        }
        return reader.IsAtEnd ? entries : throw new InvalidDataException("a batch of the log has bytes left over");
    }
}
