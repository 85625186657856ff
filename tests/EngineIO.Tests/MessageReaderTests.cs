using System.Net.WebSockets;
using System.Text;
using EngineIO.Transports;

namespace EngineIO.Tests;

public sealed class MessageReaderTests
{
    private const int Max = 10_000;

    [TestCase(0)]
    [TestCase(125)]
    [TestCase(4_096)]
    [TestCase(4_097)]
    [TestCase(Max)]
    public async Task ReadAsync_Length_GivesTheWholeMessage(int length)
    {
        var text = new string('x', length);
        using var reader = Reader(Frame(0x81, text));

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.Message));
        Assert.That(Encoding.UTF8.GetString(reader.Message.Span), Is.EqualTo(text));
        Assert.That(reader.IsBinary, Is.False);
    }

    [Test]
    public async Task ReadAsync_Fragments_AreOneMessage()
    {
        using var reader = Reader(Frame(0x02, "one "), Frame(0x00, ""), Frame(0x00, "two "), Frame(0x80, "three"));

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.Message));
        Assert.That(Encoding.UTF8.GetString(reader.Message.Span), Is.EqualTo("one two three"));
        Assert.That(reader.IsBinary);
    }

    [Test]
    public async Task Release_BetweenMessages_ForgetsTheFormer()
    {
        using var reader = Reader(Frame(0x81, "a longer first one"), Frame(0x81, "second"));
        await reader.ReadAsync().Within();

        reader.Release();

        Assert.That(reader.Message.IsEmpty);
        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.Message));
        Assert.That(Encoding.UTF8.GetString(reader.Message.Span), Is.EqualTo("second"));
    }

    [Test]
    public async Task ReadAsync_OneByteTooMuch_IsTooBig([Values] bool inFragments)
    {
        var half = new string('x', Max / 2);
        using var reader = inFragments ? Reader(Frame(0x01, half), Frame(0x00, half), Frame(0x80, "x")) : Reader(Frame(0x81, half + half + "x"));

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.TooBig));
    }

    [Test]
    public async Task ReadAsync_CloseFrame_IsClosedWithItsStatus()
    {
        using var reader = Reader(Frame(0x01, "not ended"), Frame(0x88, "\u0003\u00E9"));
        Assert.That(reader.CloseStatus, Is.Null);

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.Closed));
        Assert.That(reader.CloseStatus, Is.EqualTo(1_001));
    }

    [Test]
    public async Task ReadAsync_EndInAMessage_IsLost()
    {
        using var reader = Reader(Frame(0x81, "cut off")[..^2]);

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.Lost));
    }

    // An unknown opcode, a reserved bit, a fragment of nothing.
    [TestCase(0x83)]
    [TestCase(0xA1)]
    [TestCase(0x80)]
    public async Task ReadAsync_WhatIsNoFrame_IsAProtocolError(int first)
    {
        using var reader = Reader(Frame((byte)first, "x"));

        Assert.That(await reader.ReadAsync().Within(), Is.EqualTo(ReadOutcome.ProtocolError));
    }

    private static MessageReader Reader(params byte[][] frames) =>
        new(WebSocket.CreateFromStream(new ReceivedStream([.. frames.SelectMany(frame => frame)]), isServer: true, null, Timeout.InfiniteTimeSpan), Max);

    /// <summary>As a client sends it; its mask is 0. Every character is one byte.</summary>
    private static byte[] Frame(byte first, string data)
    {
        var (high, low) = ((byte)(data.Length >> 8), (byte)data.Length);
        byte[] length = data.Length < 126 ? [(byte)(0x80 | low)] : [0x80 | 126, high, low];
        return [first, .. length, 0, 0, 0, 0, .. Encoding.Latin1.GetBytes(data)];
    }

    /// <summary>What a client has sent; what it is answered goes nowhere.</summary>
    private sealed class ReceivedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }
}
