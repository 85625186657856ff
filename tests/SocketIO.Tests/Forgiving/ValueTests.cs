using SocketIO.Parsers;

namespace SocketIO.Tests.Forgiving;

/// <summary>What values of .NET are on the wire where there was more than one answer.</summary>
public sealed class ValueTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0);

    private static IEnumerable<TestCaseData> Values()
    {
        yield return new((1, "a", true), """[1,"a",true]""");
        yield return new(new { Pair = (1, (2, "b")) }, """{"pair":[1,[2,"b"]]}""");
        yield return new(new[] { (1, 2), (3, 4) }, "[[1,2],[3,4]]");
        yield return new(Tuple.Create(1, (string?)null), "[1,null]");
        yield return new((1, 2, 3, 4, 5, 6, 7, 8, 9), "[1,2,3,4,5,6,7,8,9]");
        yield return new(ValueTuple.Create(), "[]");
        yield return new(Noon, "\"2026-01-02T12:00:00Z\"");
        yield return new(DateTime.SpecifyKind(Noon, DateTimeKind.Utc), "\"2026-01-02T12:00:00Z\"");
        yield return new(new { At = Noon, Or = (DateTime?)Noon }, """{"at":"2026-01-02T12:00:00Z","or":"2026-01-02T12:00:00Z"}""");
        yield return new(new DateTimeOffset(Noon, TimeSpan.FromHours(2)), "\"2026-01-02T12:00:00+02:00\"");
    }

    [TestCaseSource(nameof(Values))]
    public void Encode_Value_IsAsDecided(object value, string expected) =>
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", value), Is.EqualTo($"2[\"e\",{expected}]"));

    [Test]
    public void Encode_AnySequenceOfBytesThatIsMemory_IsBinary()
    {
        byte[] bytes = [0, 1, 2, 3];

        var text = Wire.Encode(
            PacketType.Event, "/", null, "e", bytes, bytes.AsMemory(1), (ReadOnlyMemory<byte>)bytes.AsMemory(2), new ArraySegment<byte>(bytes, 1, 2),
            new { Segment = new ArraySegment<byte>(bytes, 3, 1) });

        Assert.That(text, Does.StartWith("55-[").And.EndWith(" hex:00010203 hex:010203 hex:0203 hex:0102 hex:03"));
    }

    [Test]
    public void Decode_Tuple_IsReadFromAnArray()
    {
        var arguments = Wire.DecodePacket("""2["e",[1,"a"],[1],[1,"a",2],{"pair":[2,"b"]}]""").Arguments;

        Assert.That(arguments.Get<(int, string)>(0), Is.EqualTo((1, "a")));
        Assert.That(arguments.TryGet<(int, string)>(1, out _), Is.False);
        Assert.That(arguments.TryGet<(int, string)>(2, out _), Is.False);
        Assert.That(arguments.Get<Dictionary<string, Tuple<int, string>>>(3)["pair"], Is.EqualTo(Tuple.Create(2, "b")));
    }

    [Test]
    public void Encode_ReceivedArguments_AreOneArray() =>
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", Wire.DecodePacket("2[\"x\",1,\"b\"]").Arguments), Is.EqualTo("""2["e",[1,"b"]]"""));
}
