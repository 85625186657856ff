using System.Text.Json;
using Interop.Tests.Clients;
using Testing.Processes;
using static Client.Tests.Support.Values;

namespace Interop.Tests;

/// <summary>The official client with MessagePack, on two workers of a real cluster with recovery: durable events.</summary>
public sealed class MessagePackHistoryTests
{
    [Test]
    public async Task Append_OnEitherWorker_EveryClientGetsTheIdsInTheirOrderAndWhatIsKnown()
    {
        await using var cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            Worker = BuildOutput.TestWorker,
            Environment = new Dictionary<string, string> { ["TEST_WORKER_PARSER"] = "msgpack", ["TEST_RECOVERY_WINDOW"] = "60000" },
        });
        await using var near = await ConnectAsync(cluster, 0);
        await using var far = await ConnectAsync(cluster, 1);

        // Enough that an id takes more than the one byte of a small number.
        var count = 140;
        foreach (var id in Enumerable.Range(1, count))
        {
            var answer = await (id % 2 == 0 ? near : far).AskAsync("store", $"key {id}", $"text {id}", $"more {id}");
            Assert.That(answer, Is.EqualTo($"[{id}]"));
        }
        await using var late = await ConnectAsync(cluster, 1);

        foreach (var client in new[] { near, far, late })
        {
            var seen = await client.WaitAsync("stored", count);
            Assert.That(seen.Select(Known), Is.EqualTo(Enumerable.Range(1, count).Select(id => Json(new object[] { $"text {id}", id, id - 1, $"more {id}" }))));
        }
    }

    /// <summary>Content, id, and of the description the id before and the details; it has a time, too.</summary>
    private static string Known(string arguments)
    {
        using var document = JsonDocument.Parse(arguments);
        var items = document.RootElement;
        var description = items[2];
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(description.GetProperty("at").GetInt64()), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
        return Json(new object[] { items[0].GetString()!, items[1].GetInt64(), description.GetProperty("previous").GetInt64(), description.GetProperty("more").GetString()! });
    }

    private static Task<LineClient> ConnectAsync(ClusterProcess cluster, int worker) =>
        LineClient.ConnectAsync(Servers.CallNode, cluster.Url(worker) + "/durable", new { transports = new[] { "websocket" } }, "msgpack");
}
