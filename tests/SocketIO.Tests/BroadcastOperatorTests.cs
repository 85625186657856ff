namespace SocketIO.Tests;

public sealed class BroadcastOperatorTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Operator_Refined_StaysAsItWas(bool ofASocket)
    {
        await using var server = await SocketServer.StartAsync();
        var (sender, senderSocket) = await server.ConnectAsync();
        var (inA, inASocket) = await server.ConnectAsync();
        var (inBoth, inBothSocket) = await server.ConnectAsync();
        var (inNone, _) = await server.ConnectAsync();
        using (sender)
        using (inA)
        using (inBoth)
        using (inNone)
        {
            inASocket.Join("a");
            inBothSocket.Join("a", "b");
            var target = ofASocket ? senderSocket.To("a") : server.Io.To("a");
            var narrow = target.Except("b");
            _ = narrow.To("c").Volatile;
            _ = narrow.Except("a").Local;
            _ = narrow.Timeout(TimeSpan.FromSeconds(1));
            _ = server.Io.To("d");

            narrow.Emit("narrow");
            target.Emit("wide");

            Assert.That(await inA.SyncAsync(), Is.EqualTo(["42[\"narrow\"]", "42[\"wide\"]"]));
            Assert.That(await inBoth.SyncAsync(), Is.EqualTo(["42[\"wide\"]"]));
            Assert.That(await inNone.SyncAsync(), Is.Empty);
            Assert.That(await sender.SyncAsync(), Is.Empty);
        }
    }
}
