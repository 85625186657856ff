using System.Text;

namespace SocketIO.Sequencer.Serialization;

/// <summary>Reads what a <see cref="ByteWriter"/> wrote; anything else is an <see cref="InvalidDataException"/>.</summary>
internal sealed class ByteReader(byte[] bytes)
{
    private readonly List<string> _names = [];
    private int _at;

    public bool IsAtEnd => _at == bytes.Length;

    public byte Byte() => _at < bytes.Length ? bytes[_at++] : throw TooShort();

    public bool Flag() => Byte() != 0;

    public long Number() => (long)VarInt.Read(bytes, ref _at);

    /// <summary>A number of things each of which takes a byte at least: more than are left is a lie that must not
    /// allocate.</summary>
    public int Count()
    {
        var count = VarInt.Read(bytes, ref _at);
        return count <= (ulong)(bytes.Length - _at) ? (int)count : throw TooShort();
    }

    public string Text()
    {
        var length = Count();
        var text = Encoding.UTF8.GetString(bytes, _at, length);
        _at += length;
        return text;
    }

    public string Name()
    {
        var index = VarInt.Read(bytes, ref _at);
        if (index == 0)
        {
            _names.Add(Text());
            return _names[^1];
        }
        return index <= (ulong)_names.Count
            ? _names[(int)index - 1]
            : throw new InvalidDataException("a stored text refers to one that is not there");
    }

    /// <summary>Bytes that stay in the array.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Count();
        var part = bytes.AsMemory(_at, length);
        _at += length;
        return part;
    }

    private static InvalidDataException TooShort() => new("a stored value ends too early");
}
