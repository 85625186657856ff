using System.Buffers;
using CsCheck;
using SocketIO.Packets.MessagePack;

namespace SocketIO.Tests;

public sealed class MessagePackReaderTests
{
    private static readonly string[] Wholes =
    [
        "CC80", "CD0100", "CE00010000", "CF0000000100000000", "D0DF", "D1FF7F", "D2FFFF7FFF", "D3FFFFFFFF7FFFFFFF",
        "CA3FC00000", "CB3FF8000000000000", "A161", "D90161", "DA000161", "DB0000000161", "C40107", "C5000107", "C60000000107",
        "9101", "DC000101", "DD0000000101", "810101", "DE00010101", "DF000000010101",
        "D40000", "D700000000000000007B", "C7010007", "D6FF00000001", "D4057F",
    ];

    [Test]
    public void TryRead_AnyInteger_IsWhatWasWritten() => Gen.Long.Sample(value =>
    {
        var reader = new MessagePackReader(Written(writer => writer.Integer(value)));
        return reader.TryRead(out var token) && token == new MessagePackToken(MessagePackKind.Integer, value);
    });

    [Test]
    public void TryRead_AnyFloat_IsWhatWasWritten() => Gen.Double.Sample(value =>
    {
        var reader = new MessagePackReader(Written(writer => writer.Float(value)));
        return reader.TryRead(out var token) && token.Kind == MessagePackKind.Float && token.Float.Equals(value);
    });

    [TestCase("C0", nameof(MessagePackKind.Nil), 0L)]
    [TestCase("C2", nameof(MessagePackKind.Boolean), 0L)]
    [TestCase("C3", nameof(MessagePackKind.Boolean), 1L)]
    [TestCase("D40000", nameof(MessagePackKind.Undefined), 0L)]
    [TestCase("CFFFFFFFFFFFFFFFFF", nameof(MessagePackKind.Unsigned), -1L)]
    [TestCase("D7000000018BCFE5687B", nameof(MessagePackKind.Date), 1_700_000_000_123L)]
    [TestCase("D6FF00000002", nameof(MessagePackKind.Date), 2_000L)]
    [TestCase("D7FF" + "0BEBC20000000003", nameof(MessagePackKind.Date), 3_050L)]
    [TestCase("C70CFF" + "02FAF080" + "FFFFFFFFFFFFFFFF", nameof(MessagePackKind.Date), -950L)]
    public void TryRead_Scalar_IsItsKindAndNumber(string hex, string kind, long number)
    {
        var reader = Reader(hex);

        Assert.That(reader.TryRead(out var token), Is.True);
        Assert.That(($"{token.Kind}", token.Number), Is.EqualTo((kind, number)));
        Assert.That(reader.Position, Is.EqualTo(hex.Length / 2));
    }

    [TestCase("A3616263", nameof(MessagePackKind.String), 1, 3)]
    [TestCase("C4020708", nameof(MessagePackKind.Binary), 2, 2)]
    [TestCase("C7020007" + "08", nameof(MessagePackKind.Binary), 3, 2)]
    [TestCase("D5050708", nameof(MessagePackKind.Extension), 2, 2)]
    [TestCase("920102", nameof(MessagePackKind.Array), 0, 2)]
    [TestCase("8101" + "02", nameof(MessagePackKind.Map), 0, 1)]
    public void TryRead_OfALength_SaysWhereItIs(string hex, string kind, int start, int length)
    {
        var reader = Reader(hex);

        Assert.That(reader.TryRead(out var token), Is.True);
        Assert.That(($"{token.Kind}", token.Start, token.Length), Is.EqualTo((kind, start, length)));
    }

    [TestCaseSource(nameof(Wholes))]
    public void TrySkip_CutOffAnywhere_FailsAndSaysWhy(string hex)
    {
        var whole = Reader(hex);
        Assert.That(whole.TrySkip(), Is.True, whole.Error);
        Assert.That(whole.Position, Is.EqualTo(hex.Length / 2));

        for (var length = 0; length < hex.Length; length += 2)
        {
            var cut = Reader(hex[..length]);
            Assert.That(cut.TrySkip(), Is.False, hex[..length]);
            Assert.That(cut.Error, Is.Not.Null);
        }
    }

    [TestCase("DBFFFFFFFF", "a length beyond the data")]
    [TestCase("DD7FFFFFFF00", "more items than the data holds")]
    [TestCase("DF0000000200", "more items than the data holds")]
    [TestCase("C67FFFFFFF00", "a binary value longer than the data")]
    [TestCase("D905", "a string longer than the data")]
    [TestCase("C1", "unknown MessagePack prefix")]
    [TestCase("", "unexpected end of data")]
    public void TryRead_ALengthThatIsALie_IsRefused(string hex, string error)
    {
        var reader = Reader(hex);

        Assert.That(reader.TryRead(out _), Is.False);
        Assert.That(reader.Error, Is.EqualTo(error));
    }

    [Test]
    public void TrySkip_ManyLevels_PassesOverOneValueOnly()
    {
        var deep = string.Concat(Enumerable.Repeat("91", 100_000));
        var reader = Reader(deep + "8201" + "90" + "02" + "A161" + "07");

        Assert.That(reader.TrySkip(), Is.True);
        Assert.That(reader.TryRead(out var next), Is.True);
        Assert.That(next, Is.EqualTo(new MessagePackToken(MessagePackKind.Integer, 7)));
    }

    [Test]
    public void TryRead_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        var reader = new MessagePackReader(bytes);
        while (reader.TryRead(out var token))
        {
            if (token.Start + token.Length > bytes.Length && token.Kind is not (MessagePackKind.Array or MessagePackKind.Map))
            {
                return false;
            }
        }
        return reader.Error is not null && reader.Position <= bytes.Length;
    });

    [TestCase("A2C3A9", true)]
    [TestCase("A1C3", false)]
    [TestCase("D6FF00000002", false)]
    [TestCase("D5050708", false)]
    [TestCase("C7020007" + "08", true)]
    public void IsPortable_WhatTheClientsOwnLibraryReads_Only(string hex, bool expected)
    {
        var reader = Reader(hex);

        Assert.That(reader.TryRead(out _), Is.True);
        Assert.That(reader.IsPortable, Is.EqualTo(expected));
    }

    [TestCase("D40000", true)]
    [TestCase("D40100", false)]
    [TestCase("D400", false)]
    [TestCase("C0", false)]
    public void IsAtUndefined_NextToken_IsNotRead(string hex, bool expected)
    {
        var reader = Reader(hex);

        Assert.That(reader.IsAtUndefined(), Is.EqualTo(expected));
        Assert.That(reader.Position, Is.Zero);
    }

    private static MessagePackReader Reader(string hex) => new(Convert.FromHexString(hex));

    private static byte[] Written(Action<MessagePackWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new MessagePackWriter(output));
        return output.WrittenSpan.ToArray();
    }
}
