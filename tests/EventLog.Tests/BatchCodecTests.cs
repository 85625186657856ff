using CsCheck;
using EventLog.Internal;
using NUnit.Framework;

namespace EventLog.Tests;

[TestFixture]
public sealed class BatchCodecTests
{
    private static readonly Gen<LogEntry> Entries = Gen.Select(
        Gen.OneOf(Gen.Const("a"), Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Const("ключ😀")),
        Gen.OneOf(Gen.Long, Gen.Long[0, 300]),
        Gen.OneOf(Gen.Const(0L), Gen.Long[0, long.MaxValue]),
        Gen.Byte.Array[0, 300],
        (instance, sequence, durable, payload) => new LogEntry(0, instance, sequence, durable, payload));

    [Test]
    public void Decode_WhatWasEncoded_IsTheSame() =>
        Gen.Select(Gen.Long[1, long.MaxValue / 2], Entries.Array[0, 60]).Sample((first, entries) =>
        {
            var numbered = entries.Select((entry, i) => entry with { Number = first + i }).ToArray();
            var encoded = numbered.ToArray();
            var bytes = BatchCodec.Encode(encoded);
            return Same(encoded, numbered) && Same(BatchCodec.Decode(first, bytes), numbered);
        });

    [Test]
    public void Decode_AnyBytes_ThrowsOnlyInvalidData() =>
        Gen.Byte.Array[0, 60].Sample(bytes => Decodes([1, .. bytes]) || true);

    [Test]
    public void Decode_Truncated_Throws() =>
        Gen.Select(Entries.Array[1, 10], Gen.Double[0, 0.999]).Sample((entries, kept) =>
        {
            var bytes = BatchCodec.Encode(entries);
            return !Decodes(bytes[..(int)(bytes.Length * kept)]);
        });

    [Test]
    public void Decode_OtherVersion_Throws() =>
        Assert.Throws<InvalidDataException>(() => BatchCodec.Decode(1, [2, 0, 0]));

    private static bool Decodes(byte[] bytes)
    {
        try
        {
            BatchCodec.Decode(1, bytes);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool Same(LogEntry[] one, LogEntry[] other) => one.Length == other.Length
        && one.Zip(other).All(pair => pair.First with { Payload = default } == pair.Second with { Payload = default }
            && pair.First.Payload.Span.SequenceEqual(pair.Second.Payload.Span));
}
