using CsCheck;
using NUnit.Framework;
using SocketIO.Sequencer.Serialization;

namespace Sequencer.Tests;

[TestFixture]
public sealed class ByteWriterTests
{
    [TestCase(0, "00")]
    [TestCase(127, "7F")]
    [TestCase(128, "8001")]
    [TestCase(16_384, "808001")]
    [TestCase(long.MaxValue, "FFFFFFFFFFFFFFFF7F")]
    [TestCase(-1, "FFFFFFFFFFFFFFFFFF01")]
    public void Number_Any_TakesSevenBitsAByte(long value, string expected) =>
        Assert.That(Written(writer => writer.Number(value)), Is.EqualTo(expected));

    [Test]
    public void Values_OfEachKind_StandBehindTheirLength()
    {
        Assert.That(Written(writer => writer.Byte(7)), Is.EqualTo("07"));
        Assert.That(Written(writer => writer.Flag(true)) + Written(writer => writer.Flag(false)), Is.EqualTo("0100"));
        Assert.That(Written(writer => writer.Text("é")), Is.EqualTo("02C3A9"));
        Assert.That(Written(writer => writer.Text("")), Is.EqualTo("00"));
        Assert.That(Written(writer => writer.Bytes([1, 2, 3])), Is.EqualTo("03010203"));
    }

    [Test]
    public void Name_AgainAndAgain_IsWrittenOnceAndThenItsIndex()
    {
        var written = Written(writer =>
        {
            foreach (var name in (string[])["a", "b", "a", "b", ""])
            {
                writer.Name(name);
            }
        });

        Assert.That(written, Is.EqualTo("00" + "0161" + "00" + "0162" + "01" + "02" + "00" + "00"));
    }

    [Test]
    public void Take_AfterIt_NothingIsLeftOfTheFormer()
    {
        var writer = new ByteWriter();
        writer.Name("a");
        var first = writer.Take();

        writer.Name("a");

        Assert.That(writer.Take(), Is.EqualTo(first), "the name is written out again");
        Assert.That(writer.Take(), Is.Empty);
    }

    [Test]
    public void Take_MoreThanTheBuffer_IsAllOfItEachTime()
    {
        var writer = new ByteWriter();
        foreach (var size in (int[])[1, 4_095, 4_096, 3_000_000, 10])
        {
            var bytes = new byte[size];
            Array.Fill(bytes, (byte)size);
            writer.Bytes(bytes);
            writer.Byte(1);

            var reader = new ByteReader(writer.Take());
            Assert.That(reader.Bytes().Span.SequenceEqual(bytes), Is.True, $"{size} bytes");
            Assert.That((reader.Byte(), reader.IsAtEnd), Is.EqualTo((1, true)));
        }
    }

    [Test]
    public void Anything_Written_IsReadAsTheSame() =>
        Gen.Select(Gen.Long, Gen.Byte.Array[0, 5_000], Gen.Bool, Gen.String[Gen.Char["ab"], 0, 1].Array[0, 10]).Sample((number, bytes, flag, names) =>
        {
            var writer = new ByteWriter();
            writer.Number(number);
            writer.Bytes(bytes);
            writer.Flag(flag);
            foreach (var name in names)
            {
                writer.Name(name);
            }
            writer.Byte(9);

            var reader = new ByteReader(writer.Take());
            return reader.Number() == number && reader.Bytes().Span.SequenceEqual(bytes) && reader.Flag() == flag
                && names.All(name => reader.Name() == name) && reader.Byte() == 9 && reader.IsAtEnd;
        });

    private static string Written(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return Convert.ToHexString(writer.Take());
    }
}
