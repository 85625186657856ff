using EngineIO.Transports;

namespace EngineIO.Tests;

public sealed class FrameFormTests
{
    private static readonly EngineCompressionOptions Compression = new() { Threshold = 100 };

    [TestCase(4, false, "8203010203")]
    [TestCase(4, true, "8105" + "624151" + "4944")]
    [TestCase(3, false, "8204" + "04010203")]
    [TestCase(3, true, "8106" + "6234" + "41514944")]
    public void Select_Binary_IsAsTheProtocolHasIt(int protocol, bool base64, string expected) =>
        Assert.That(Convert.ToHexString(FrameForm.Of(protocol, base64, null).Select(OutboundMessage.Binary([1, 2, 3])).Span), Is.EqualTo(expected));

    [Test]
    public void Select_Text_IsTheSameFrameForAll([Values(3, 4)] int protocol, [Values] bool base64)
    {
        var message = OutboundMessage.Text("text");

        Assert.That(FrameForm.Of(protocol, base64, null).Select(message).Equals(message.Frame));
    }

    [Test]
    public void Of_NothingSpecial_IsThePlainFormItself() => Assert.That(FrameForm.Of(4, base64: false, null), Is.SameAs(FrameForm.Plain));

    [TestCase(99, true, true)]
    [TestCase(98, true, false)]
    [TestCase(99, false, false)]
    public void Select_TextWhereDeflateWasNegotiated_IsCompressedFromTheThresholdOn(int length, bool isCompressible, bool isCompressed)
    {
        var form = FrameForm.Of(4, base64: false, Compression);
        var message = OutboundMessage.Text(new string('x', length), isCompressible);

        var frame = form.Select(message);

        Assert.That(form.Deflates);
        Assert.That(frame.Span[0], Is.EqualTo(isCompressed ? 0xC1 : 0x81), "the packet's type counts as well");
        Assert.That(frame.Length < message.Size, Is.EqualTo(isCompressed));
    }

    [Test]
    public void Select_BinaryAsBase64WhereDeflateWasNegotiated_IsNotCompressed()
    {
        var message = OutboundMessage.Binary(new byte[1_000]);

        Assert.That(FrameForm.Of(4, base64: true, Compression).Select(message).Equals(message.Base64Frame));
    }
}
