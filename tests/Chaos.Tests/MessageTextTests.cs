using System.Text;
using Chaos.Record;

namespace Chaos.Tests;

/// <summary>How the checker knows messages again in whatever a client is sent.</summary>
public sealed class MessageTextTests
{
    [TestCase("42[\"leaked\",\"(m17)\",null]", 17)]
    [TestCase("43[{\"messages\":[{\"text\":\"(m3)\",\"about\":{\"key\":\"ab-(m3)\"}},{\"text\":\"(m4)\"}]}]", 3, 4)]
    [TestCase("42[\"(m(m5)\"]", 5)]
    [TestCase("42[\"m17\",\"(m17\",\"(mm)\"]")]
    [TestCase("(m")]
    public void FindIn_APacket_FindsEveryMessageOnce(string packet, params int[] messages) =>
        Assert.That(MessageText.FindIn(Encoding.UTF8.GetBytes(packet)), Is.EqualTo(messages));

    [Test]
    public void IndexOf_ItsOwnText_IsTheIndex() => Assert.That(MessageText.IndexOf(MessageText.Of(1_204)), Is.EqualTo(1_204));

    [TestCase("m17")]
    [TestCase("(m17")]
    [TestCase("(m)")]
    [TestCase("(mx)")]
    public void IndexOf_AnotherText_IsNone(string text) => Assert.That(MessageText.IndexOf(text), Is.EqualTo(-1));
}
