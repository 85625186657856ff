using System.Text;

namespace EventLog.Internal;

/// <summary>
/// The binary form of a batch: a version byte, the count of instances and their names, the count of entries, and for each
/// entry the index of its instance, its sequence, its durable id, its length and its bytes. All integers are
/// variable-length; the numbers of the entries follow from the row's first one.
/// </summary>
internal static class BatchCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a batch in one array of the exact size, and lets each entry's payload refer to that array.</summary>
    public static byte[] Encode(Span<LogEntry> entries)
    {
        var names = new List<string>();
        var indexes = new int[entries.Length];
        var size = 1 + VarInt.Size((ulong)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            indexes[i] = IndexOf(names, entry.Instance);
            size += VarInt.Size((ulong)indexes[i]) + VarInt.Size((ulong)entry.Sequence)
                + VarInt.Size((ulong)entry.DurableId) + VarInt.Size((ulong)entry.Payload.Length) + entry.Payload.Length;
        }
        size += VarInt.Size((ulong)names.Count);
        foreach (var name in names)
        {
            var length = Encoding.UTF8.GetByteCount(name);
            size += VarInt.Size((ulong)length) + length;
        }
        var bytes = new byte[size];
        Write(bytes, names, indexes, entries);
        return bytes;
    }

    /// <summary>Decodes a batch whose entries start at <paramref name="first"/>; the payloads refer to the array.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static LogEntry[] Decode(long first, byte[] bytes)
    {
        if (bytes.Length == 0 || bytes[0] != Version)
        {
            throw new InvalidDataException("a batch of the log has an unknown format");
        }
        var at = 1;
        var names = new string[ReadCount(bytes, ref at)];
        for (var i = 0; i < names.Length; i++)
        {
            var length = ReadCount(bytes, ref at);
            names[i] = Encoding.UTF8.GetString(bytes, at, length);
            at += length;
        }
        var entries = new LogEntry[ReadCount(bytes, ref at)];
        for (var i = 0; i < entries.Length; i++)
        {
            var name = VarInt.Read(bytes, ref at);
            var sequence = (long)VarInt.Read(bytes, ref at);
            var durable = (long)VarInt.Read(bytes, ref at);
            var length = ReadCount(bytes, ref at);
            if (name >= (ulong)names.Length)
            {
                throw new InvalidDataException("a batch of the log names an unknown instance");
            }
            entries[i] = new LogEntry(first + i, names[name], sequence, durable, bytes.AsMemory(at, length));
            at += length;
        }
        return at == bytes.Length ? entries : throw new InvalidDataException("a batch of the log has bytes left over");
    }

    private static void Write(byte[] bytes, List<string> names, int[] indexes, Span<LogEntry> entries)
    {
        bytes[0] = Version;
        var at = 1;
        VarInt.Write(bytes, ref at, (ulong)names.Count);
        foreach (var name in names)
        {
            VarInt.Write(bytes, ref at, (ulong)Encoding.UTF8.GetByteCount(name));
            at += Encoding.UTF8.GetBytes(name, bytes.AsSpan(at));
        }
        VarInt.Write(bytes, ref at, (ulong)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            ref var entry = ref entries[i];
            var length = entry.Payload.Length;
            VarInt.Write(bytes, ref at, (ulong)indexes[i]);
            VarInt.Write(bytes, ref at, (ulong)entry.Sequence);
            VarInt.Write(bytes, ref at, (ulong)entry.DurableId);
            VarInt.Write(bytes, ref at, (ulong)length);
            entry.Payload.Span.CopyTo(bytes.AsSpan(at));
            entry = entry with { Payload = bytes.AsMemory(at, length) };
            at += length;
        }
    }

    // A batch comes from a handful of instances, so a list beats a dictionary.
    private static int IndexOf(List<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }
        names.Add(name);
        return names.Count - 1;
    }

    // Every counted thing takes a byte at least, so a count beyond what is left is a lie that must not allocate. A name or
    // a payload may be empty, but its length is a byte of its own.
    private static int ReadCount(byte[] bytes, ref int at)
    {
        var count = VarInt.Read(bytes, ref at);
        return count <= (ulong)(bytes.Length - at)
            ? (int)count
            : throw new InvalidDataException("a batch of the log ends too early");
    }
}
