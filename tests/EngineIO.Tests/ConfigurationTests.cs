using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace EngineIO.Tests;

/// <summary>Every setting that is data can come from a configuration file.</summary>
public sealed class ConfigurationTests
{
    /// <summary>What is code can only be set by code.</summary>
    private static readonly string[] Hooks =
    [
        "AllowRequest", "GenerateId", "SelectSubprotocol", "InitialHeaders", "Headers", "Cors:IsOriginAllowed", "Cookie:Extensions",
    ];

    /// <summary>For each setting a value that is not the default, and what it is to become.</summary>
    private static readonly (string Key, string Value, object Expected)[] Cases =
    [
        ("PingInterval", "00:00:11", TimeSpan.FromSeconds(11)),
        ("PingTimeout", "00:00:12", TimeSpan.FromSeconds(12)),
        ("UpgradeTimeout", "00:00:13", TimeSpan.FromSeconds(13)),
        ("PollingCloseTimeout", "00:00:14", TimeSpan.FromSeconds(14)),
        ("PostTimeout", "00:00:15", TimeSpan.FromSeconds(15)),
        ("MaxHttpBufferSize", "1234", 1234),
        ("MaxSendQueueBytes", "12345678901", 12345678901),
        ("MaxTotalQueueBytes", "12345678902", 12345678902),
        ("MaxSessions", "1235", 1235),
        ("MaxSessionsPerAddress", "1236", 1236),
        ("Transports", "WebSocket", EngineTransports.WebSocket),
        ("AllowUpgrades", "false", false),
        ("AllowEIO3", "true", true),
        ("CheckWebSocketOrigin", "true", true),
        ("Cors:Origins:0", "https://app", new[] { "https://app" }),
        ("Cors:Methods:0", "GET", new[] { "GET" }),
        ("Cors:AllowedHeaders:0", "x-one", new[] { "x-one" }),
        ("Cors:ExposedHeaders:0", "x-two", new[] { "x-two" }),
        ("Cors:Credentials", "true", true),
        ("Cors:MaxAge", "00:10:00", TimeSpan.FromMinutes(10)),
        ("Cookie:Name", "sid", "sid"),
        ("Cookie:Path", "/chat", "/chat"),
        ("Cookie:Domain", "example.org", "example.org"),
        ("Cookie:HttpOnly", "false", false),
        ("Cookie:SecurePolicy", "Always", CookieSecurePolicy.Always),
        ("Cookie:SameSite", "Strict", SameSiteMode.Strict),
        ("Cookie:MaxAge", "01:00:00", TimeSpan.FromHours(1)),
        ("Cookie:Expiration", "02:00:00", TimeSpan.FromHours(2)),
        ("Cookie:IsEssential", "false", false),
        ("HttpCompression:Enabled", "false", false),
        ("HttpCompression:Threshold", "2048", 2048),
        ("HttpCompression:Level", "Fastest", CompressionLevel.Fastest),
        ("PerMessageDeflate:Enabled", "false", false),
        ("PerMessageDeflate:Threshold", "4096", 4096),
        ("PerMessageDeflate:Level", "SmallestSize", CompressionLevel.SmallestSize),
    ];

    [Test]
    public void Bind_EverySetting_HasItsValue()
    {
        var options = Bind([.. Cases.Select(one => (one.Key, one.Value))]);

        Assert.Multiple(() =>
        {
            foreach (var (key, _, expected) in Cases)
            {
                Assert.That(ValueOf(options, key), Is.EqualTo(expected), key);
                Assert.That(ValueOf(WithGroups(), key), Is.Not.EqualTo(expected), $"{key}: the case has to differ from the default");
            }
        });
        Assert.That(new EngineIOOptionsValidator().Validate(null, options).Succeeded);
    }

    [Test]
    public void Bind_SettingsOfTheType_AreAllAmongTheCases()
    {
        var covered = Cases.Select(one => one.Key.Split(":0")[0]).Concat(Hooks);

        Assert.That(KeysOf(typeof(EngineIOOptions), ""), Is.EquivalentTo(covered));
    }

    [Test]
    public void Bind_Lists_ReplaceTheDefault()
    {
        var cors = Bind(("Cors:Origins:0", "https://app"), ("Cors:Methods:0", "POST")).Cors!;

        Assert.That(cors.Origins, Is.EqualTo(["https://app"]));
        Assert.That(cors.Methods, Is.EqualTo(["POST"]));
    }

    [Test]
    public void Bind_Nothing_LeavesWhatIsOffOff()
    {
        var options = Bind(("PingInterval", "00:00:11"));

        Assert.That(options.Cors, Is.Null);
        Assert.That(options.Cookie, Is.Null);
        Assert.That(options.PerMessageDeflate, Is.Null);
        Assert.That(options.HttpCompression?.Enabled, Is.True);
    }

    [TestCase("true", "gzip")]
    [TestCase("false", null)]
    public async Task Bind_HttpCompression_IsSwitched(string enabled, string? encoding)
    {
        await using var server = await EngineServer.StartAsync(Bind(("HttpCompression:Enabled", enabled)));
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text(new string('a', 5_000)));
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Query);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(encoding));
    }

    [TestCase("true", true)]
    [TestCase("false", false)]
    public async Task Bind_PerMessageDeflate_IsSwitched(string enabled, bool negotiated)
    {
        await using var server = await EngineServer.StartAsync(Bind(("PerMessageDeflate:Enabled", enabled)));
        using var client = await WsClient.ConnectAsync(server, "?EIO=4&transport=websocket", new System.Net.WebSockets.WebSocketDeflateOptions());

        Assert.That(client.Socket.HttpResponseHeaders!.ContainsKey("Sec-WebSocket-Extensions"), Is.EqualTo(negotiated));
    }

    private static EngineIOOptions Bind(params (string Key, string Value)[] settings)
    {
        var options = new EngineIOOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value)))
            .Build()
            .Bind(options);
        return options;
    }

    private static EngineIOOptions WithGroups() => new()
    {
        Cors = new EngineCorsOptions(),
        Cookie = new EngineCookieBuilder(),
        PerMessageDeflate = new EngineCompressionOptions(),
    };

    private static object? ValueOf(object options, string key)
    {
        object? value = options;
        foreach (var name in key.Split(":0")[0].Split(':'))
        {
            value = value!.GetType().GetProperty(name)!.GetValue(value);
        }
        return value;
    }

    /// <summary>The settings of a type by their keys, those of its groups included.</summary>
    private static IEnumerable<string> KeysOf(Type type, string prefix) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        {
            var isGroup = property.PropertyType.IsClass && property.PropertyType.Assembly == typeof(EngineIOOptions).Assembly;
            return isGroup ? KeysOf(property.PropertyType, $"{prefix}{property.Name}:") : [prefix + property.Name];
        });
}
