using System.Text;
using CsCheck;

namespace EngineIO.Tests;

public sealed class OutboundMessageTests
{
    [TestCase(0, 2)]
    [TestCase(124, 2)]
    [TestCase(125, 4)]
    [TestCase(65534, 4)]
    [TestCase(65535, 10)]
    public void Text_Length_GivesShortestHeader(int length, int header)
    {
        var message = OutboundMessage.Text(new string('x', length));

        Assert.That(message.Size, Is.EqualTo(header + 1 + length));
        Assert.That(message.Frame.Span[0], Is.EqualTo(0x81));
        Assert.That(message.Frame.Span[header], Is.EqualTo((byte)'4'));
        Assert.That(message.Payload.Length, Is.EqualTo(length));
    }

    [Test]
    public void Binary_SmallData_IsFrameWithoutPacketType()
    {
        var message = OutboundMessage.Binary([1, 2, 3]);

        Assert.That(message.IsBinary);
        Assert.That(Convert.ToHexString(message.Frame.Span), Is.EqualTo("8203010203"));
        Assert.That(Encoding.ASCII.GetString(message.PollingForm.Span), Is.EqualTo("bAQID"));
        Assert.That(Convert.ToHexString(message.Payload.Span), Is.EqualTo("010203"));
    }

    [Test]
    public void PollingForm_Binary_IsDerivedOnce()
    {
        var message = OutboundMessage.Binary([1, 2, 3]);

        Assert.That(message.PollingForm.Equals(message.PollingForm));
    }

    [Test]
    public void FromPrefixedText_LongerBuffer_TakesOnlyTheLength()
    {
        var buffer = new byte[OutboundMessage.Prefix + 10];
        "hello"u8.CopyTo(buffer.AsSpan(OutboundMessage.Prefix));

        var message = OutboundMessage.FromPrefixedText(buffer, 5);

        Assert.That(Encoding.UTF8.GetString(message.PollingForm.Span), Is.EqualTo("4hello"));
        Assert.That(Convert.ToHexString(message.Frame.Span), Is.EqualTo("8106" + "3468656C6C6F"));
    }

    [Test]
    public void FromPrefixedText_LengthBeyondBuffer_Throws() =>
        Assert.That(() => OutboundMessage.FromPrefixedText(new byte[20], 10), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Payload_AnyBytes_IsWhatWasGiven() =>
        Gen.Byte.Array[0, 70_000].Sample(
            data => OutboundMessage.Binary(data).Payload.Span.SequenceEqual(data) &&
                OutboundMessage.Text(data.AsSpan()).Payload.Span.SequenceEqual(data),
            iter: 50);
}
