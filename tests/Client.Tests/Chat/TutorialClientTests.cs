using Client.Tests.Support;

namespace Client.Tests.Chat;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class TutorialClientTests(TransportMode mode) : ChatTest
{
    [Test]
    public async Task Emit_AsTheTutorialDoes_IsShownToEverybodyOnBothWorkers()
    {
        var before = await LastIdAsync();
        var sender = await ConnectTutorialAsync(0, mode);
        var receiver = await ConnectTutorialAsync(1, mode);
        var id = (await sender.StateAsync()).Id;

        // No callback: the client itself waits for the acknowledgement, and sends the next only then.
        await sender.EmitAsync("chat message", "hello from the tutorial", $"{id}-0");
        await sender.EmitAsync("chat message", "and again", $"{id}-1");

        ShownMessage[] expected = [new("hello from the tutorial", before + 1), new("and again", before + 2)];
        foreach (var client in new[] { sender, receiver })
        {
            var shown = await client.WaitShownIdAsync(before + 2);
            Assert.That(shown.TakeLast(2), Is.EqualTo(expected));
            Assert.That(shown.Select(message => message.Id), Is.EqualTo(StoredMessages.Read(Cluster).Select(message => message.Id)), "the history was shown too");
            Assert.That((await client.StateAsync()).Auth.GetProperty("serverOffset").GetInt64(), Is.EqualTo(before + 2));
        }
        Assert.That(
            StoredMessages.Read(Cluster).TakeLast(2),
            Is.EqualTo(new[] { new StoredMessage(before + 1, $"{id}-0", "hello from the tutorial"), new StoredMessage(before + 2, $"{id}-1", "and again") }));
    }

    [Test]
    public async Task Reconnect_WithTheTrackedOffset_ShowsWhatWasMissedOnce()
    {
        var client = await ConnectTutorialAsync(0, mode);
        var other = await ConnectAsync(1, mode);
        var first = await other.SayForIdAsync("before", NewKey());
        await client.WaitShownIdAsync(first);

        await client.DisconnectAsync();
        await other.SayForIdAsync("meanwhile 1", NewKey());
        var last = await other.SayForIdAsync("meanwhile 2", NewKey());
        await client.ConnectAsync();

        var shown = await client.WaitShownIdAsync(last);
        Assert.That(shown.Select(message => message.Id), Is.EqualTo(StoredMessages.Read(Cluster).Select(message => message.Id)));
    }

    [Test]
    public async Task Cut_OfTheLine_ShowsWhatWasMissedOnce()
    {
        var client = await ConnectTutorialAsync(0, mode);
        var other = await ConnectAsync(1, mode);
        await client.WaitShownIdAsync(await other.SayForIdAsync("before", NewKey()));

        await client.CutTransportAsync();
        var last = await other.SayForIdAsync("meanwhile", NewKey());

        var shown = await client.WaitShownIdAsync(last);
        Assert.That((await client.StateAsync()).Connects, Is.EqualTo(2));
        Assert.That(shown.Select(message => message.Id), Is.EqualTo(StoredMessages.Read(Cluster).Select(message => message.Id)));
    }
}
