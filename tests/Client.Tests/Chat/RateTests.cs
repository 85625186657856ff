using System.Diagnostics;
using Client.Tests.Support;

namespace Client.Tests.Chat;

/// <summary>Somebody who writes faster than anybody types.</summary>
public sealed class RateTests : ChatTest
{
    [Test]
    public async Task Emit_FasterThanTheRate_WaitsAndNothingIsLost()
    {
        // 100 at once, then 20 a second.
        const int Sent = 130;
        var client = await ConnectAsync(0);
        var other = await ConnectAsync(0);
        var watch = Stopwatch.StartNew();

        var sending = Task.WhenAll(Enumerable.Range(0, Sent).Select(i => client.SayForIdAsync($"{i}", NewKey())));
        await other.SayForIdAsync("in between", NewKey());
        Assert.That(sending.IsCompleted, Is.False, "nobody else waits");
        var ids = await sending;

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1)));
        Assert.That(ids, Is.Ordered.And.Unique);
        var texts = (await other.WaitShownIdAsync(ids[^1])).Select(message => message.Text).Where(text => text != "in between");
        Assert.That(texts, Is.EqualTo(Enumerable.Range(0, Sent).Select(i => $"{i}")));
    }

    [Test]
    public async Task Emit_OverSeveralConnectionsOfOnePerson_HasTheRateOfOne()
    {
        const int Sent = 70;
        var auth = new { secret = NewKey(), serverOffset = 1_000_000_000 };
        NodeSocket[] clients = [await ConnectAsync(0, auth), await ConnectAsync(0, auth)];
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, Sent).Select(i => client.SayForIdAsync($"{i}", NewKey()))));

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Rooms_ManyThatAreNew_AreMadeOneAfterTheOther()
    {
        const int Made = 7;
        var client = await ConnectAsync(0, new { secret = NewKey(), serverOffset = 1_000_000_000 });
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, Made).Select(_ => client.AskAsync("join room", NewKey())));

        // Each counts as twenty messages, of which 100 may be at once.
        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Disconnect_WithMoreThanTheRateOnItsWay_LosesNothingThatWasTaken()
    {
        const int Sent = 130;
        var client = await ConnectAsync(0);
        var other = await ConnectAsync(1);
        var keys = Enumerable.Range(0, Sent).Select(_ => NewKey()).ToArray();
        foreach (var (i, key) in keys.Index())
        {
            await client.EmitAsync("chat message", $"{i}", key);
        }

        await client.DisconnectAsync();

        await Eventually.TrueAsync(async () => (await other.ShownAsync()).Count == Sent, "all that was taken");
        Assert.That((await other.ShownAsync()).Select(message => message.Text), Is.EqualTo(Enumerable.Range(0, Sent).Select(i => $"{i}")));
    }
}
