using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO.Parsers;

namespace SocketIO.Tests.Forgiving;

/// <summary>Numbers as JavaScript has them, where there is one kind only.</summary>
public sealed class NumberTests
{
    [TestCase("1.0", 1)]
    [TestCase("1e2", 100)]
    [TestCase("-0", 0)]
    [TestCase("-2.50e1", -25)]
    [TestCase("\"12\"", 12)]
    public void Get_IntegerInAnyForm_IsTaken(string json, int expected)
    {
        var arguments = Wire.DecodePacket($"2[\"e\",{json},{{\"number\":{json}}},[{json}]]").Arguments;

        Assert.That(arguments.Get<int>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<int?>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<long>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<short>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<decimal>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<Numbers>(1).Number, Is.EqualTo(expected));
        Assert.That(arguments.Get<List<int>>(2), Is.EqualTo([expected]));
    }

    [TestCase("1", Level.Low)]
    [TestCase("1.0", Level.Low)]
    [TestCase("2e0", Level.High)]
    [TestCase("20.0e-1", Level.High)]
    public void Get_EnumInAnyForm_IsTaken(string json, Level expected)
    {
        var arguments = Wire.DecodePacket($"2[\"e\",{json},[{json}],{{\"{json}\":{json}}}]").Arguments;

        Assert.That(arguments.Get<Level>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<Level?>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<Level[]>(1), Is.EqualTo([expected]));
        Assert.That(arguments.Get<Dictionary<string, Level>>(2)[json], Is.EqualTo(expected));
        Assert.That(arguments.Get<Int128>(0), Is.EqualTo((Int128)(int)expected));
        Assert.That(arguments.Get<UInt128>(0), Is.EqualTo((UInt128)(int)expected));
    }

    [TestCase("1.5")]
    [TestCase("1e400")]
    [TestCase("300.0", Description = "beyond its type")]
    [TestCase("\"Low\"")]
    [TestCase("true")]
    public void Get_NoSuchEnum_IsRefusedWithASentence(string json) =>
        Assert.That(
            () => Wire.DecodePacket($"2[\"e\",{json}]").Arguments.Get<Level>(0),
            Throws.TypeOf<EventArgumentException>().With.Message.EqualTo("argument 1 is not of type Level"));

    [Test]
    public void Get_EnumWithAConverterOfItsOwn_IsReadAndWrittenByIt()
    {
        var arguments = Wire.DecodePacket("2[\"e\",\"Low\",1.0]").Arguments;

        Assert.That(arguments.Get<NamedLevel>(0), Is.EqualTo(NamedLevel.Low));
        Assert.That(arguments.Get<NamedLevel>(1), Is.EqualTo(NamedLevel.Low));
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", NamedLevel.Low, Level.Low), Is.EqualTo("2[\"e\",\"Low\",1]"));
    }

    [TestCase("1.5")]
    [TestCase("2147483648")]
    [TestCase("1e400")]
    [TestCase("\" 1\"")]
    [TestCase("\"NaN\"")]
    [TestCase("true")]
    public void Get_NoSuchInteger_IsRefusedWithASentence(string json) =>
        Assert.That(
            () => Wire.DecodePacket($"2[\"e\",{json}]").Arguments.Get<int>(0),
            Throws.TypeOf<EventArgumentException>().With.Message.EqualTo("argument 1 is not of type Int32"));

    [TestCase("1e400", double.PositiveInfinity)]
    [TestCase("-1e400", double.NegativeInfinity)]
    [TestCase("1e-400", 0)]
    [TestCase("12345678901234567890123", 12345678901234567890123d)]
    public void Get_NumberBeyondDouble_IsInfinity(string json, double expected)
    {
        var arguments = Wire.DecodePacket($"2[\"e\",{json},[{json}]]").Arguments;

        Assert.That(arguments.Get<double>(0), Is.EqualTo(expected));
        Assert.That(arguments.Get<double[]>(1), Is.EqualTo([expected]));
        Assert.That(arguments.Get<JsonElement>(0).GetDouble(), Is.EqualTo(expected));
        Assert.That(Wire.Json(arguments), Is.EqualTo($"{json} | [{json}]"), "passed on as it came");
    }

    [Test]
    public void Get_NumberBeyondFloat_IsInfinity() =>
        Assert.That(Wire.DecodePacket("2[\"e\",1e300]").Arguments.Get<float>(0), Is.EqualTo(float.PositiveInfinity));

    private static IEnumerable<TestCaseData> Written()
    {
        yield return new(double.NaN, "null");
        yield return new(double.PositiveInfinity, "null");
        yield return new(float.NegativeInfinity, "null");
        yield return new(new { A = double.NaN, B = new[] { 1f, float.NaN }, C = (double?)double.NaN }, """{"a":null,"b":[1,null],"c":null}""");
        yield return new(0.1f, "0.1");
        yield return new(1e21, "1E+21");
        yield return new(new Dictionary<int, double> { [1] = 2.5 }, """{"1":2.5}""");
        yield return new(new Dictionary<double, Half> { [1.5] = (Half)2 }, """{"1.5":2}""");
        yield return new(new Attributed { Text = 5, Plain = 6, Maybe = 7 }, """{"text":"5","plain":6,"maybe":"7"}""");
        yield return new(new WholeType { Number = 5 }, """{"number":"5"}""");
    }

    [TestCaseSource(nameof(Written))]
    public void Emit_Number_IsWrittenAsTheReferenceDoes(object value, string expected) =>
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", value), Is.EqualTo($"2[\"e\",{expected}]"));

    [Test]
    public void Get_AttributedNumbers_AreReadByTheirAttribute()
    {
        var read = Wire.DecodePacket("""2["e",{"text":"5","plain":6.0,"maybe":null}]""").Arguments.Get<Attributed>(0);

        Assert.That((read.Text, read.Plain, read.Maybe), Is.EqualTo((5, 6, (int?)null)));
    }

    [TestCase("1", "1")]
    [TestCase("1.0", "1")]
    [TestCase("-0", "0")]
    [TestCase("1e3", "1000")]
    [TestCase("0.000001", "0.000001")]
    [TestCase("1e-7", "1e-7")]
    [TestCase("123e19", "1.23e+21")]
    [TestCase("1e21", "1e+21")]
    [TestCase("100000000000000000000", "100000000000000000000")]
    [TestCase("123.456", "123.456")]
    [TestCase("-0.5", "-0.5")]
    [TestCase("1e999", "Infinity")]
    [TestCase("5e-324", "5e-324")]
    public void Decode_NameThatIsANumber_IsItsTextInJavaScript(string json, string name) =>
        Assert.That(Wire.DecodePacket($"2[{json}]").EventName, Is.EqualTo(name));

    private sealed record Numbers(int Number);

    private sealed class Attributed
    {
        [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
        public int Text { get; set; }

        public int Plain { get; set; }

        [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
        public int? Maybe { get; set; }
    }

    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    private sealed class WholeType
    {
        public int Number { get; set; }
    }

    public enum Level : byte
    {
        Low = 1,
        High,
    }

    [JsonConverter(typeof(JsonStringEnumConverter<NamedLevel>))]
    internal enum NamedLevel
    {
        Low = 1,
    }
}
