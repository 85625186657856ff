using System.Collections;

namespace SocketIO.Packets.MessagePack;

/// <summary>
/// The binary values of an argument that came as MessagePack, and its bytes as they came: passed on by the same parser
/// it stays what it was, dates and array buffers included. Dates count as text of JSON, so they are not among the values.
/// </summary>
internal sealed class MessagePackSource(ReadOnlyMemory<byte> raw, IReadOnlyList<ReadOnlyMemory<byte>> binary) : IReadOnlyList<ReadOnlyMemory<byte>>
{
    public ReadOnlyMemory<byte> Raw => raw;

    public int Count => binary.Count;

    public ReadOnlyMemory<byte> this[int index] => binary[index];

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => binary.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
