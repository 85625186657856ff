using Primary.Hosting;

namespace Primary.Tests;

/// <summary>What the program says and returns before anything is started.</summary>
[NonParallelizable]
public sealed class CommandLineTests
{
    private static readonly string Worker = typeof(CommandLineTests).Assembly.Location;

    [Test]
    public async Task Run_NoOptions_HasTheDefaults()
    {
        var (code, error, options) = await RunAsync("--worker", Worker);

        Assert.That((code, error), Is.EqualTo((42, "")));
        Assert.That(options, Is.EqualTo(new PrimaryOptions { Worker = Worker, Data = Path.GetFullPath("data"), Workers = Environment.ProcessorCount }));
        Assert.That((options!.Port, options.ControlPort, options.Host), Is.EqualTo((3000, 2999, "localhost")));
        Assert.That((options.OrphanTimeout, options.RestartWindow), Is.EqualTo((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5))));
    }

    [Test]
    public async Task Run_AllOptions_AreTaken()
    {
        var (code, _, options) = await RunAsync(
            "--workers", "3", "--port", "4000", "--host", "*", "--data", "elsewhere", "--control-port=3999", "--worker", Worker, "--orphan-timeout", "2.5",
            "--restart-window", "0.5");

        Assert.That(code, Is.EqualTo(42), "what was run decides");
        Assert.That(options, Is.EqualTo(new PrimaryOptions
        {
            Workers = 3,
            Port = 4000,
            Host = "*",
            Data = Path.GetFullPath("elsewhere"),
            ControlPort = 3999,
            Worker = Worker,
            OrphanTimeout = TimeSpan.FromSeconds(2.5),
            RestartWindow = TimeSpan.FromSeconds(0.5),
        }));
    }

    [TestCase("--unknown")]
    [TestCase("stray")]
    [TestCase("--workers")]
    [TestCase("--workers", "many")]
    [TestCase("--workers", "1.5")]
    [TestCase("--workers", "0")]
    [TestCase("--workers", "1", "--workers", "2")]
    [TestCase("--port", "99999999999")]
    [TestCase("--port", "70000")]
    [TestCase("--port", "2147483647", "--workers", "2")]
    [TestCase("--control-port", "x")]
    [TestCase("--control-port", "3000")]
    [TestCase("--host", "a b")]
    [TestCase("--data", "")]
    [TestCase("--orphan-timeout", "soon")]
    [TestCase("--orphan-timeout", "0")]
    [TestCase("--orphan-timeout", "-1")]
    [TestCase("--orphan-timeout", "NaN")]
    [TestCase("--orphan-timeout", "1e300")]
    [TestCase("--restart-window", "-1")]
    [TestCase("--restart-window", "601")]
    [TestCase("--restart-window", "NaN")]
    [TestCase("--restart-window", "soon")]
    [TestCase("--worker", "/no/such/file.dll")]
    public async Task Run_BadOption_SaysOneSentenceAndReturns2(params string[] args)
    {
        var (code, error, options) = await RunAsync(args.Contains("--worker") ? args : [.. args, "--worker", Worker]);

        Assert.That(code, Is.EqualTo(ExitCodes.Usage));
        Assert.That(options, Is.Null, "nothing is started");
        Assert.That(error.TrimEnd(), Does.EndWith(".").And.Not.Contain("\n").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Run_Help_ExplainsEveryOptionAndReturns0()
    {
        var (code, error, options) = await RunAsync("--help");

        Assert.That((code, error, options), Is.EqualTo((0, "", (PrimaryOptions?)null)));
    }

    private static async Task<(int Code, string Error, PrimaryOptions? Options)> RunAsync(params string[] args)
    {
        PrimaryOptions? started = null;
        var (formerOut, formerError) = (Console.Out, Console.Error);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            var code = await CommandLine.RunAsync(args, options =>
            {
                started = options;
                return Task.FromResult(42);
            }).Within();
            if (args.Contains("--help"))
            {
                foreach (var name in (string[])["--workers", "--port", "--host", "--data", "--control-port", "--worker", "--orphan-timeout", "--restart-window"])
                {
                    Assert.That(output.ToString(), Does.Contain(name + " "));
                }
            }
            return (code, error.ToString(), started);
        }
        finally
        {
            Console.SetOut(formerOut);
            Console.SetError(formerError);
        }
    }
}
