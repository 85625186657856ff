using Primary.Hosting;

namespace Primary.Tests;

public sealed class OptionsCheckTests
{
    private static readonly PrimaryOptions Good = new() { Worker = typeof(OptionsCheckTests).Assembly.Location, Workers = 2 };

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case(Good with { Workers = 0 }, "--workers must be 1 to 256, not 0.");
        yield return Case(Good with { Workers = 257 }, "--workers must be 1 to 256, not 257.");
        yield return Case(Good with { Port = 0 }, "--port must leave room for 2 ports from 1 to 65535; 0 does not.");
        yield return Case(Good with { Port = -1 }, "--port must leave room for 2 ports from 1 to 65535; -1 does not.");
        yield return Case(Good with { Port = 65_535 }, "--port must leave room for 2 ports from 1 to 65535; 65535 does not.");
        yield return Case(Good with { Port = int.MaxValue }, $"--port must leave room for 2 ports from 1 to 65535; {int.MaxValue} does not.");
        yield return Case(Good with { ControlPort = 0 }, "--control-port must be 1 to 65535, not 0.");
        yield return Case(Good with { ControlPort = 65_536 }, "--control-port must be 1 to 65535, not 65536.");
        yield return Case(Good with { ControlPort = 3000 }, "--control-port 3000 is one of the workers' ports.");
        yield return Case(Good with { ControlPort = 3001 }, "--control-port 3001 is one of the workers' ports.");
        yield return Case(Good with { Host = "" }, "--host \"\" is not a host name or an address.");
        yield return Case(Good with { Host = "a b" }, "--host \"a b\" is not a host name or an address.");
        yield return Case(Good with { Host = "http://localhost" }, "--host \"http://localhost\" is not a host name or an address.");
        yield return Case(Good with { Host = "localhost:80" }, "--host \"localhost:80\" is not a host name or an address.");
        yield return Case(Good with { Host = "[::1]" }, "--host \"[::1]\" is not a host name or an address.");
        yield return Case(Good with { RestartWindow = TimeSpan.FromSeconds(-1) }, "--restart-window must not be less than 0 seconds.");
        yield return Case(Good with { OrphanTimeout = TimeSpan.Zero }, "--orphan-timeout must be more than 0 seconds.");
        yield return Case(Good with { Worker = "/no/such/file.dll" }, "The worker program /no/such/file.dll does not exist.");
    }

    [TestCaseSource(nameof(Faults))]
    public void FindFault_Fault_IsOneSentence(PrimaryOptions options, string sentence) => Assert.That(OptionsCheck.FindFault(options), Is.EqualTo(sentence));

    private static IEnumerable<TestCaseData> Rights()
    {
        yield return Case(Good, "the defaults");
        yield return Case(Good with { Workers = 256, Port = 65_280 }, "up to the last port");
        yield return Case(Good with { ControlPort = 3002 }, "beside the workers' ports");
        yield return Case(Good with { ControlPort = 65_535 }, "the last port");
        yield return Case(Good with { Host = "*" }, "all addresses");
        yield return Case(Good with { Host = "127.0.0.1" }, "an address");
        yield return Case(Good with { Host = "::1" }, "an IPv6 address");
        yield return Case(Good with { Host = "host.example" }, "a name");
    }

    [TestCaseSource(nameof(Rights))]
    public void FindFault_None_IsNull(PrimaryOptions options, string what) => Assert.That(OptionsCheck.FindFault(options), Is.Null, what);

    [TestCase("localhost", "http://localhost:3001")]
    [TestCase("::1", "http://[::1]:3001")]
    [TestCase("*", "http://localhost:3001")]
    public void UrlOf_Host_IsAnAddressForABrowser(string host, string url) =>
        Assert.That((Good with { Host = host }).UrlOf(1), Is.EqualTo(url));

    [TestCase("localhost", "http://localhost:3001")]
    [TestCase("::1", "http://[::1]:3001")]
    [TestCase("*", "http://*:3001")]
    public void ListenUrlOf_Host_IsWhatTheWorkerListensOn(string host, string url) =>
        Assert.That((Good with { Host = host }).ListenUrlOf(1), Is.EqualTo(url));

    private static TestCaseData Case(PrimaryOptions options, string text) => new TestCaseData(options, text).SetArgDisplayNames(text);
}
