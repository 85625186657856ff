namespace SocketIO.Cluster.Tests;

public sealed class ClusterOptionsTests
{
    private static readonly Dictionary<string, string?> Complete = new()
    {
        ["CLUSTER_RELAY"] = "unix:/run/relay.sock",
        ["CLUSTER_WORKER"] = "1",
        ["CLUSTER_PORT"] = "3001",
        ["CLUSTER_FIRST_PORT"] = "3000",
        ["CLUSTER_WORKERS"] = "3",
        ["CLUSTER_ORPHAN_TIMEOUT"] = "2.5",
        ["CLUSTER_TOKEN"] = "secret",
        ["CLUSTER_REPLACES"] = "1",
    };

    [Test]
    public void From_AllVariables_AreTaken()
    {
        var options = From()!;

        Assert.That(options.Relay, Is.EqualTo("unix:/run/relay.sock"));
        Assert.That(options.Token, Is.EqualTo("secret"));
        Assert.That((options.Index, options.Port), Is.EqualTo((1, 3001)));
        Assert.That(options.Ports, Is.EqualTo([3000, 3001, 3002]));
        Assert.That(options.OrphanTimeout, Is.EqualTo(TimeSpan.FromSeconds(2.5)));
        Assert.That(options.ReplacesAnother, Is.True);
    }

    [TestCase(null)]
    [TestCase("")]
    public void From_NoRelay_IsNoWorker(string? relay) => Assert.That(From(("CLUSTER_RELAY", relay)), Is.Null);

    [Test]
    public void From_WithoutTheOptional_HasTheDefaults()
    {
        var options = From(("CLUSTER_TOKEN", null), ("CLUSTER_ORPHAN_TIMEOUT", null), ("CLUSTER_REPLACES", null))!;

        Assert.That(options.Token, Is.Empty);
        Assert.That(options.OrphanTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(options.ReplacesAnother, Is.False);
    }

    [TestCase("CLUSTER_WORKER", null)]
    [TestCase("CLUSTER_WORKER", "")]
    [TestCase("CLUSTER_WORKER", "x")]
    [TestCase("CLUSTER_WORKER", "-1")]
    [TestCase("CLUSTER_PORT", "3001.5")]
    [TestCase("CLUSTER_FIRST_PORT", " 3000")]
    [TestCase("CLUSTER_WORKERS", "99999999999")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "soon")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "NaN")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "1e300")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "0")]
    [TestCase("CLUSTER_ORPHAN_TIMEOUT", "-5")]
    public void From_BadVariable_IsNamed(string name, string? value) =>
        Assert.That(() => From((name, value)), Throws.InvalidOperationException.With.Message.StartsWith(name + " is not a "));

    private static ClusterOptions? From(params (string Name, string? Value)[] changes)
    {
        var variables = new Dictionary<string, string?>(Complete);
        foreach (var (name, value) in changes)
        {
            variables[name] = value;
        }
        return ClusterOptions.From(variables.GetValueOrDefault);
    }
}
