using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class CommandLineTests : ClusterTest
{
    [Test]
    public async Task Start_UnknownOption_IsNamedInOneSentence()
    {
        var cluster = Prepare();

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start("--no-such-option"), exitCode: 2);

        Assert.That(sentence, Does.Contain("--no-such-option").And.Contain("--help"));
        Assert.That(Directory.Exists(cluster.DataDirectory), Is.False, "something was made before the command line was read");
    }

    [TestCase("--workers", "0")]
    [TestCase("--workers", "257")]
    [TestCase("--workers", "-1")]
    [TestCase("--workers", "many")]
    [TestCase("--workers", "1.5")]
    [TestCase("--port", "0")]
    [TestCase("--port", "65535")]
    [TestCase("--port", "http")]
    [TestCase("--control-port", "0")]
    [TestCase("--control-port", "65536")]
    [TestCase("--host", "not a host")]
    [TestCase("--host", "")]
    [TestCase("--data", "")]
    [TestCase("--worker", "no-such-program")]
    [TestCase("--worker", ".")]
    [TestCase("--orphan-timeout", "0")]
    [TestCase("--orphan-timeout", "-3")]
    [TestCase("--orphan-timeout", "soon")]
    [TestCase("--orphan-timeout", "NaN")]
    [TestCase("--orphan-timeout", "Infinity")]
    [TestCase("--orphan-timeout", "1e300")]
    [TestCase("--restart-window", "-1")]
    [TestCase("--restart-window", "601")]
    public async Task Start_WrongValue_IsRefusedInOneSentence(string option, string value)
    {
        var cluster = Prepare();

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start(option, value), exitCode: 2);

        Assert.That(sentence, Does.Contain(option == "--worker" ? "worker program" : option));
        Assert.That(sentence, Does.Contain(value));
    }

    [TestCase("--workers")]
    [TestCase("--port")]
    [TestCase("--data")]
    public async Task Start_OptionWithoutItsValue_IsRefusedInOneSentence(string option)
    {
        var cluster = Prepare();

        var sentence = await Refusal.ReadAsync(cluster, cluster.StartWith(option), exitCode: 2);

        Assert.That(sentence, Does.Contain(option));
    }

    [Test]
    public async Task Start_ControlPortAmongTheWorkersPorts_IsRefusedInOneSentence()
    {
        var cluster = Prepare();
        var port = $"{cluster.Port + 1}";

        var sentence = await Refusal.ReadAsync(cluster, cluster.Start("--control-port", port), exitCode: 2);

        Assert.That(sentence, Does.Contain("--control-port").And.Contain(port));
    }

    [Test]
    public async Task Start_Help_ExplainsEveryOption()
    {
        var cluster = Prepare();
        var run = cluster.StartWith("--help");

        Assert.That(await run.WaitForExitAndOutputAsync(), Is.Zero);
        Assert.Multiple(() =>
        {
            foreach (var option in new[] { "--workers", "--port", "--host", "--data", "--control-port", "--worker", "--orphan-timeout", "--restart-window" })
            {
                Assert.That(run.Output.Lines, Has.Some.Match($@"^\s+{option}\s+.*\w+ \w+"), option);
            }
            Assert.That(run.Errors.Lines, Is.Empty);
        });
        await Refusal.AssertNothingRunsAsync(cluster);
    }
}
