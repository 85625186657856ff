using System.Diagnostics.Metrics;

namespace SingleProcess.Tests;

/// <summary>One connection does not fill the log, that others are recovered from, at once.</summary>
public sealed class LogShareTests
{
    [Test]
    public async Task Events_ThatFillMoreThanTheirShare_AreTakenOneAfterTheOtherAndNoneIsLost()
    {
        const int Sent = 20;
        var pauses = 0L;
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "socketio.messages.held_back")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref pauses, count));
        meters.Start();
        await using var server = await RecoveryServer.StartAsync(
            socket => socket.On("say", (string text) => socket.Namespace.Emit("said", text)),
            recovery => (recovery.MaxClientBytes, recovery.MaxDisconnectionDuration) = (20_000, TimeSpan.FromSeconds(1)));
        using var client = await RawClient.ConnectAsync(server);
        using var other = await ReturningClient.ConnectAsync(server);

        for (var i = 0; i < Sent; i++)
        {
            await client.SendAsync($"42[\"say\",\"{i} {new string('x', 5_000)}\"]");
        }

        Assert.That((await other.ReadAsync(Sent)).Select(said => said.Split('"', ' ')[3]), Is.EqualTo(Enumerable.Range(0, Sent).Select(i => $"{i}")));
        Assert.That(Interlocked.Read(ref pauses), Is.Positive);
    }
}
