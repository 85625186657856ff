using System.Reflection;
using EngineIO;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>Every option that is no code can come from <c>appsettings.json</c>.</summary>
public sealed class ConfigurationTests
{
    private static readonly string[] Code =
    [
        "JsonSerializerOptions", "Engine:AllowRequest", "Engine:GenerateId", "Engine:SelectSubprotocol", "Engine:InitialHeaders", "Engine:Headers",
        "Engine:Cors:IsOriginAllowed", "Engine:Cookie:Extensions",
    ];

    private static readonly (string Key, string Value, object Expected)[] Cases =
    [
        ("Path", "/chat/", "/chat/"),
        ("ServeClient", "false", false),
        ("ConnectTimeout", "00:00:11", TimeSpan.FromSeconds(11)),
        ("MaxAttachments", "12", 12),
        ("MaxDepth", "13", 13),
        ("MaxPendingEvents", "14", 14),
        ("MaxPendingBytes", "12345678901", 12345678901),
        ("MaxPendingTime", "00:00:15", TimeSpan.FromSeconds(15)),
        ("CleanupEmptyChildNamespaces", "true", true),
        ("EnableDetailedErrors", "true", true),
        ("Parser", "MessagePack", (Func<SocketIOOptions, IPacketParser>)PacketParsers.MessagePack),
        ("ConnectionStateRecovery:MaxDisconnectionDuration", "00:00:16", TimeSpan.FromSeconds(16)),
        ("ConnectionStateRecovery:SkipMiddlewares", "true", true),
        ("ConnectionStateRecovery:ResendUnacknowledged", "true", true),
        ("ConnectionStateRecovery:MaxClientBytes", "12345678904", 12345678904),
        ("ConnectionStateRecovery:MaxAwayPerClient", "21", 21),
        ("Limits:MaxNamespaces", "22", 22),
        ("Limits:MaxNamespaceLength", "23", 23),
        ("Limits:MaxPendingConnects", "24", 24),
        ("Limits:ConnectsPerSecond", "2.5", 2.5),
        ("Limits:ConnectBurst", "26", 26),
        ("Limits:MessagesPerSecond", "28.5", 28.5),
        ("Limits:MessageBurst", "29", 29),
        ("Limits:BytesPerSecond", "30000.5", 30000.5),
        ("Limits:ByteBurst", "31000", 31000),
        ("Limits:AttachmentTimeout", "00:00:27", TimeSpan.FromSeconds(27)),
        ("Engine:PingInterval", "00:00:17", TimeSpan.FromSeconds(17)),
        ("Engine:PingTimeout", "00:00:18", TimeSpan.FromSeconds(18)),
        ("Engine:UpgradeTimeout", "00:00:19", TimeSpan.FromSeconds(19)),
        ("Engine:PollingCloseTimeout", "00:00:20", TimeSpan.FromSeconds(20)),
        ("Engine:PostTimeout", "00:00:21", TimeSpan.FromSeconds(21)),
        ("Engine:MaxHttpBufferSize", "1234", 1234),
        ("Engine:MaxSendQueueBytes", "12345678902", 12345678902),
        ("Engine:MaxTotalQueueBytes", "12345678903", 12345678903),
        ("Engine:MaxSessions", "1235", 1235),
        ("Engine:MaxSessionsPerAddress", "1236", 1236),
        ("Engine:Transports", "WebSocket", EngineTransports.WebSocket),
        ("Engine:AllowUpgrades", "false", false),
        ("Engine:AllowEIO3", "true", true),
        ("Engine:CheckWebSocketOrigin", "true", true),
        ("Engine:Cors:Origins:0", "https://app", new[] { "https://app" }),
        ("Engine:Cors:Methods:0", "GET", new[] { "GET" }),
        ("Engine:Cors:AllowedHeaders:0", "x-one", new[] { "x-one" }),
        ("Engine:Cors:ExposedHeaders", "x-two", new[] { "x-two" }),
        ("Engine:Cors:Credentials", "true", true),
        ("Engine:Cors:MaxAge", "00:10:00", TimeSpan.FromMinutes(10)),
        ("Engine:Cookie:Name", "sid", "sid"),
        ("Engine:Cookie:Path", "/chat", "/chat"),
        ("Engine:Cookie:Domain", "example.org", "example.org"),
        ("Engine:Cookie:HttpOnly", "false", false),
        ("Engine:Cookie:SecurePolicy", "Always", CookieSecurePolicy.Always),
        ("Engine:Cookie:SameSite", "Strict", SameSiteMode.Strict),
        ("Engine:Cookie:MaxAge", "01:00:00", TimeSpan.FromHours(1)),
        ("Engine:Cookie:Expiration", "02:00:00", TimeSpan.FromHours(2)),
        ("Engine:Cookie:IsEssential", "false", false),
        ("Engine:HttpCompression:Enabled", "false", false),
        ("Engine:HttpCompression:Threshold", "2048", 2048),
        ("Engine:HttpCompression:Level", "Fastest", System.IO.Compression.CompressionLevel.Fastest),
        ("Engine:PerMessageDeflate:Enabled", "false", false),
        ("Engine:PerMessageDeflate:Threshold", "4096", 4096),
        ("Engine:PerMessageDeflate:Level", "SmallestSize", System.IO.Compression.CompressionLevel.SmallestSize),
    ];

    [Test]
    public void Options_EveryOne_HasTheConfiguredValue()
    {
        var options = Options([.. Cases.Select(one => (one.Key, one.Value))]);

        Assert.Multiple(() =>
        {
            foreach (var (key, _, expected) in Cases)
            {
                Assert.That(Value(options, key), Is.EqualTo(expected), key);
            }
        });
    }

    [Test]
    public void Cases_AndWhatIsCode_AreAllOptionsThereAre() =>
        Assert.That(Names(typeof(SocketIOOptions), ""), Is.EquivalentTo(Cases.Select(one => one.Key.Replace(":0", "", StringComparison.Ordinal)).Concat(Code)));

    [TestCase("Paht", "/x", "SocketIO:Paht is no setting; there are Path, ServeClient,")]
    [TestCase("Engine:Cors:Origin", "https://app", "SocketIO:Engine:Cors:Origin is no setting; there are Origins,")]
    [TestCase("MaxDepth", "deep", "SocketIO:MaxDepth must be of type Int32, which \"deep\" is not")]
    [TestCase("Engine:PingInterval", "soon", "SocketIO:Engine:PingInterval must be of type TimeSpan")]
    [TestCase("Engine:Cookie:SameSite", "maybe", "SocketIO:Engine:Cookie:SameSite must be one of")]
    [TestCase("Parser", "Xml", "SocketIO:Parser must be Json or MessagePack, not \"Xml\"")]
    public void Options_NoSuchSettingOrValue_SaysSo(string key, string value, string sentence) =>
        Assert.That(() => Options((key, value)), Throws.InvalidOperationException.With.Message.StartsWith(sentence));

    [TestCase("", true)]
    [TestCase("true", true)]
    [TestCase("false", false)]
    public void Options_RecoveryWithoutSettings_IsOnUnlessFalse(string value, bool on) =>
        Assert.That(Options(("ConnectionStateRecovery", value)).ConnectionStateRecovery, on ? Is.Not.Null : Is.Null);

    [Test]
    public void Options_OriginsConfigured_AreAllThereAre() =>
        Assert.That(Options(("Engine:Cors:Credentials", "true"), ("Engine:Cors:Origins:0", "https://app")).Engine.Cors!.Origins, Is.EqualTo(["https://app"]));

    [Test]
    public void Options_ByCodeToo_TheCodeHasTheLastWord()
    {
        var services = new ServiceCollection();
        services.AddSocketIO(Section(("MaxDepth", "5"), ("Path", "/a/")), options => options.Path = "/b/");

        var options = services.BuildServiceProvider().GetRequiredService<IOptions<SocketIOOptions>>().Value;

        Assert.That((options.MaxDepth, options.Path), Is.EqualTo((5, "/b/")));
    }

    private static SocketIOOptions Options(params (string Key, string Value)[] values)
    {
        var services = new ServiceCollection();
        services.AddSocketIO(Section(values));
        return services.BuildServiceProvider().GetRequiredService<IOptions<SocketIOOptions>>().Value;
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create("SocketIO:" + value.Key, (string?)value.Value)))
        .Build()
        .GetSection("SocketIO");

    private static object? Value(object options, string key)
    {
        object? value = options;
        foreach (var name in key.Replace(":0", "", StringComparison.Ordinal).Split(':'))
        {
            value = value!.GetType().GetProperty(name)!.GetValue(value);
        }
        return value;
    }

    private static IEnumerable<string> Names(Type type, string prefix) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.PropertyType is var inner && (inner.Assembly == typeof(EngineIOOptions).Assembly || inner == typeof(ConnectionStateRecoveryOptions) || inner == typeof(SocketIOLimits)) && inner.IsClass
            ? Names(inner, $"{prefix}{property.Name}:")
            : [prefix + property.Name]);
}
