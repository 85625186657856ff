using System.Text;

namespace SocketIO.Sequencer.Serialization;

/// <summary>Writes the binary forms that are stored, into a buffer that grows and is used again.</summary>
internal sealed class ByteWriter
{
    private const int MaxKept = 1 << 20;
    private const int MaxVarInt = 10;

    private readonly Dictionary<string, int> _names = [];
    private byte[] _buffer = new byte[4096];
    private int _length;

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Number(long value)
    {
        Reserve(MaxVarInt);
        VarInt.Write(_buffer, ref _length, (ulong)value);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Number(length);
        Reserve(length);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>A text that comes again and again: after the first time only its index is written.</summary>
    public void Name(string value)
    {
        if (_names.TryGetValue(value, out var index))
        {
            Number(index + 1);
            return;
        }
        _names.Add(value, _names.Count);
        Number(0);
        Text(value);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    /// <summary>What was written, and starts anew.</summary>
    public byte[] Take()
    {
        var bytes = _buffer.AsSpan(0, _length).ToArray();
        _length = 0;
        _names.Clear();
        if (_buffer.Length > MaxKept)
        {
            _buffer = new byte[4096];
        }
        return bytes;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }
    }
}
