using NUnit.Framework;
using SocketIO.Sequencer.Serialization;

namespace Sequencer.Tests;

/// <summary>What was not written by a <see cref="ByteWriter"/>: a file may be damaged.</summary>
[TestFixture]
public sealed class ByteReaderTests
{
    [TestCase("")]
    [TestCase("80")]
    [TestCase("FFFFFFFFFFFFFFFFFF")]
    public void Number_CutOff_IsRefused(string hex) => Refused(hex, reader => reader.Number(), "ends too early");

    [TestCase("FFFFFFFFFFFFFFFFFFFF01")]
    [TestCase("8080808080808080808000")]
    public void Number_OfMoreThanTenBytes_IsRefused(string hex) => Refused(hex, reader => reader.Number(), "too long");

    [TestCase("01")]
    [TestCase("0361")]
    [TestCase("FFFFFFFF0F61")]
    [TestCase("FFFFFFFFFFFFFFFFFF01")]
    public void Lengths_BeyondTheEnd_AreRefused(string hex)
    {
        Refused(hex, reader => reader.Count(), "ends too early");
        Refused(hex, reader => reader.Text(), "ends too early");
        Refused(hex, reader => reader.Bytes(), "ends too early");
    }

    [TestCase("")]
    [TestCase("00")]
    [TestCase("0002" + "61")]
    public void Name_CutOff_IsRefused(string hex) => Refused(hex, reader => reader.Name(), "ends too early");

    [TestCase("01")]
    [TestCase("FFFFFFFFFFFFFFFFFF01")]
    public void Name_ThatHasNotComeYet_IsRefused(string hex) => Refused(hex, reader => reader.Name(), "refers to one that is not there");

    [Test]
    public void Byte_AtTheEnd_IsRefused()
    {
        var reader = new ByteReader([7]);
        Assert.That((reader.Byte(), reader.IsAtEnd), Is.EqualTo((7, true)));

        Assert.That(() => reader.Byte(), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => reader.Flag(), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Bytes_OfALength_StayInTheArray()
    {
        byte[] bytes = [2, 8, 9];
        var read = new ByteReader(bytes).Bytes();

        bytes[1] = 7;

        Assert.That(read.ToArray(), Is.EqualTo(new byte[] { 7, 9 }));
    }

    private static void Refused(string hex, Action<ByteReader> read, string why) =>
        Assert.That(() => read(new ByteReader(Convert.FromHexString(hex))), Throws.TypeOf<InvalidDataException>().With.Message.Contains(why));
}
