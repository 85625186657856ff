using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EngineIO.Diagnostics;

namespace EngineIO.Tests;

[NonParallelizable]
public sealed class EngineMetricsTests
{
    [Test]
    public async Task Instruments_OneUpgradedSession_CountIt()
    {
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = instrument.Name + (tags.Length > 0 ? "/" + tags[0].Value : "");
            sums.AddOrUpdate(name, value, (_, sum) => sum + value);
        });
        listener.Start();

        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        await client.SendAsync("4hello");
        await client.ReadAsync();
        Assert.That(sums["engineio.sessions.open/polling"], Is.Zero);
        Assert.That(sums["engineio.sessions.open/websocket"], Is.EqualTo(1));
        await client.CloseAsync();
        await polling.Session.ClosedAsync();

        Assert.That(sums["engineio.sessions.open/websocket"], Is.Zero);
        Assert.That(sums["engineio.sessions.upgraded"], Is.EqualTo(1));
        Assert.That(sums["engineio.sessions.closed/transport close"], Is.EqualTo(1));
        Assert.That(sums["engineio.messages.sent"], Is.EqualTo(1));
        Assert.That(sums["engineio.messages.received"], Is.EqualTo(1));
    }
}
