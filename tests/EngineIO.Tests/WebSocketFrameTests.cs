using EngineIO.Packets;

namespace EngineIO.Tests;

public sealed class WebSocketFrameTests
{
    [TestCase(0, "8200")]
    [TestCase(125, "827D")]
    [TestCase(126, "827E007E")]
    [TestCase(65_535, "827EFFFF")]
    [TestCase(65_536, "827F0000000000010000")]
    public void Create_Length_HasTheShortestHeader(int length, string header)
    {
        var data = new byte[length];
        Array.Fill(data, (byte)7);

        var frame = WebSocketFrame.Create(WebSocketFrame.Binary, [], data);

        Assert.That(Convert.ToHexString(frame.AsSpan(0, frame.Length - length)), Is.EqualTo(header));
        Assert.That(frame.AsSpan(frame.Length - length).SequenceEqual(data));
    }

    [Test]
    public void Create_Prefix_CountsAndStandsBeforeTheData() =>
        Assert.That(Convert.ToHexString(WebSocketFrame.Create(WebSocketFrame.Text, "b"u8, "data"u8)), Is.EqualTo("8105" + "62" + "64617461"));

    [TestCase(5, 8, "8205")]
    [TestCase(300, 6, "827E012C")]
    [TestCase(70_000, 0, "827F0000000000011170")]
    public void WriteHeaderBefore_Length_EndsWhereTheBodyBegins(int length, int expectedStart, string header)
    {
        var buffer = new byte[WebSocketFrame.MaxHeader];

        var start = WebSocketFrame.WriteHeaderBefore(buffer, WebSocketFrame.MaxHeader, WebSocketFrame.Binary, length);

        Assert.That(start, Is.EqualTo(expectedStart));
        Assert.That(Convert.ToHexString(buffer.AsSpan(start)), Is.EqualTo(header));
        Assert.That(buffer[..start], Is.All.Zero);
    }

    [Test]
    public void CloseWith_Status_IsTheWholeFrame()
    {
        Assert.That(Convert.ToHexString(WebSocketFrame.CloseWith(1_002).Frame.Span), Is.EqualTo("880203EA"));
        Assert.That(Convert.ToHexString(WebSocketFrame.CloseTooBig.Frame.Span), Is.EqualTo("880203F1"));
        Assert.That(Convert.ToHexString(WebSocketFrame.Close.Frame.Span), Is.EqualTo("8800"));
    }

    [TestCase("8800", true)]
    [TestCase("880203E8", true)]
    [TestCase("8100", false)]
    [TestCase("8A00", false)]
    [TestCase("", false)]
    public void IsClose_FirstByte_SaysIt(string frame, bool expected) =>
        Assert.That(WebSocketFrame.IsClose(Convert.FromHexString(frame)), Is.EqualTo(expected));
}
