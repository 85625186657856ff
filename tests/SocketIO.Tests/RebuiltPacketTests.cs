using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class RebuiltPacketTests
{
    [TestCase(1, """2["chat message","hi",1]""")]
    [TestCase(long.MaxValue, """2["chat message","hi",9223372036854775807]""")]
    public void Fill_Slot_BecomesTheLastArgument(long id, string expected)
    {
        var template = Parser().Encode(new OutgoingPacket(PacketType.Event, "/", "chat message", ["hi"], Slot: PacketSlot.DurableId));

        var filled = Parser().Fill(template, id);

        Assert.That(template.Slot, Is.EqualTo(PacketSlot.DurableId));
        Assert.That(Wire.Text(filled), Is.EqualTo(expected));
        Assert.That(filled.Slot, Is.EqualTo(PacketSlot.None));
    }

    [Test]
    public void Fill_TemplateWithAttachments_KeepsThem()
    {
        var template = Parser().Encode(new OutgoingPacket(PacketType.Event, "/a", "e", [new byte[] { 7 }], Slot: PacketSlot.DurableId));

        Assert.That(Wire.Text(Parser().Fill(template, 12)), Is.EqualTo("""51-/a,["e",{"_placeholder":true,"num":0},12] hex:07"""));
    }

    [TestCase("/", "2777[\"[1\"]")]
    [TestCase("/a[1", "2/a[1,777[\"[1\"]")]
    public void Fill_AckSlot_StandsBeforeTheArguments(string @namespace, string expected)
    {
        var template = Parser().Encode(new OutgoingPacket(PacketType.Event, @namespace, "[1", [], Slot: PacketSlot.AckId));

        Assert.That(Wire.Text(Parser().Fill(template, 777)), Is.EqualTo(expected));
    }

    [Test]
    public void Fill_AckSlotOfABinaryPacket_StandsBehindTheNamespace()
    {
        var template = Parser().Encode(new OutgoingPacket(PacketType.Event, "/a", "e", [new byte[] { 7 }], Slot: PacketSlot.AckId));

        Assert.That(Wire.Text(Parser().Fill(template, 12)), Is.EqualTo("""51-/a,12["e",{"_placeholder":true,"num":0}] hex:07"""));
    }

    [Test]
    public void Fill_Twice_EachHasItsOwnId()
    {
        var template = Parser().Encode(new OutgoingPacket(PacketType.Event, "/", "e", ["x"], Slot: PacketSlot.DurableId));

        var first = Parser().Fill(template, 1);
        var second = Parser().Fill(template, 2);

        Assert.That(Wire.Text(first), Is.EqualTo("""2["e","x",1]"""));
        Assert.That(Wire.Text(second), Is.EqualTo("""2["e","x",2]"""));
        Assert.That(Wire.Text(template), Is.EqualTo("""2["e","x"]"""));
    }

    [Test]
    public void Fill_PacketWithoutSlot_IsLeftAsItIs()
    {
        var packet = Parser().Encode(new OutgoingPacket(PacketType.Event, "/", "e", []));

        Assert.That(Parser().Fill(packet, 5), Is.SameAs(packet));
    }

    [Test]
    public void Rebuild_Bytes_AreCopiedOnceAndKeepTheSlot()
    {
        byte[] first = [.. "51-[\"e\",{\"_placeholder\":true,\"num\":0}]"u8];
        byte[] attachment = [1, 2];

        var packet = Parser().Rebuild(first, [attachment], PacketSlot.DurableId);
        Array.Clear(first);
        Array.Clear(attachment);

        Assert.That(packet.Slot, Is.EqualTo(PacketSlot.DurableId));
        Assert.That(Wire.Text(Parser().Fill(packet, 3)), Is.EqualTo("""51-["e",{"_placeholder":true,"num":0},3] hex:0102"""));
    }

    private static IPacketParser Parser() => Wire.Parser;
}
