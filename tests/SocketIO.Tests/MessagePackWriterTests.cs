using System.Buffers;
using SocketIO.Packets.MessagePack;

namespace SocketIO.Tests;

/// <summary>The forms are those of the specification of MessagePack; what a date is, the clients' own library has chosen.</summary>
public sealed class MessagePackWriterTests
{
    [TestCase(0, "00")]
    [TestCase(127, "7F")]
    [TestCase(128, "CC80")]
    [TestCase(255, "CCFF")]
    [TestCase(256, "CD0100")]
    [TestCase(65_535, "CDFFFF")]
    [TestCase(65_536, "CE00010000")]
    [TestCase(uint.MaxValue, "CEFFFFFFFF")]
    [TestCase(uint.MaxValue + 1L, "CF0000000100000000")]
    [TestCase(long.MaxValue, "CF7FFFFFFFFFFFFFFF")]
    [TestCase(-1, "FF")]
    [TestCase(-32, "E0")]
    [TestCase(-33, "D0DF")]
    [TestCase(-128, "D080")]
    [TestCase(-129, "D1FF7F")]
    [TestCase(-32_768, "D18000")]
    [TestCase(-32_769, "D2FFFF7FFF")]
    [TestCase(int.MinValue, "D280000000")]
    [TestCase(int.MinValue - 1L, "D3FFFFFFFF7FFFFFFF")]
    [TestCase(long.MinValue, "D38000000000000000")]
    public void Integer_Any_HasItsShortestForm(long value, string expected) => Assert.That(Written(writer => writer.Integer(value)), Is.EqualTo(expected));

    [Test]
    public void Unsigned_BeyondTheSigned_HasEightBytes() =>
        Assert.That(Written(writer => writer.Unsigned(ulong.MaxValue)), Is.EqualTo("CFFFFFFFFFFFFFFFFF"));

    [TestCase(0, "A0")]
    [TestCase(31, "BF")]
    [TestCase(32, "D920")]
    [TestCase(255, "D9FF")]
    [TestCase(256, "DA0100")]
    [TestCase(65_535, "DAFFFF")]
    [TestCase(65_536, "DB00010000")]
    public void String_Length_HasTheShortestHead(int length, string head)
    {
        var text = new string('x', length);

        Assert.That(Written(writer => writer.String(text)), Is.EqualTo(head + string.Concat(Enumerable.Repeat("78", length))));
    }

    [Test]
    public void String_Unicode_CountsItsBytes() => Assert.That(Written(writer => writer.String("é😀")), Is.EqualTo("A6" + "C3A9" + "F09F9880"));

    [TestCase(0, "C400")]
    [TestCase(255, "C4FF")]
    [TestCase(256, "C50100")]
    [TestCase(65_536, "C600010000")]
    public void Binary_Length_HasTheShortestHead(int length, string head) =>
        Assert.That(Written(writer => writer.Binary(new byte[length])), Is.EqualTo(head + new string('0', 2 * length)));

    [TestCase(0, "90", "80")]
    [TestCase(15, "9F", "8F")]
    [TestCase(16, "DC0010", "DE0010")]
    [TestCase(65_535, "DCFFFF", "DEFFFF")]
    [TestCase(65_536, "DD00010000", "DF00010000")]
    public void Container_Count_HasTheShortestHead(int count, string array, string map)
    {
        Assert.That(Written(writer => writer.Array(count)), Is.EqualTo(array));
        Assert.That(Written(writer => writer.Map(count)), Is.EqualTo(map));
    }

    [Test]
    public void Scalars_OneAfterTheOther_AreWrittenInTheirOrder()
    {
        var written = Written(writer =>
        {
            writer.Nil();
            writer.Boolean(true);
            writer.Boolean(false);
            writer.Float(1.5);
            writer.Raw([0xC4, 0x01, 0x07]);
        });

        Assert.That(written, Is.EqualTo("C0" + "C3" + "C2" + "CB3FF8000000000000" + "C40107"));
    }

    [TestCase(1_700_000_000_123, "D700" + "0000018BCFE5687B")]
    [TestCase(-1, "D700" + "FFFFFFFFFFFFFFFF")]
    public void Date_Any_IsItsMilliseconds(long milliseconds, string expected) =>
        Assert.That(Written(writer => writer.Date(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))), Is.EqualTo(expected));

    private static string Written(Action<MessagePackWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new MessagePackWriter(output));
        return Convert.ToHexString(output.WrittenSpan);
    }
}
