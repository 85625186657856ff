using System.IO.Compression;
using EngineIO;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace SocketIO.DependencyInjection;

/// <summary>The options of the Engine.IO server as configuration names them: all but those that are code.</summary>
internal static class ConfiguredEngineOptions
{
    private static readonly OptionsTable<EngineCorsOptions> Cors = new()
    {
        { nameof(EngineCorsOptions.Origins), (EngineCorsOptions options, IConfigurationSection section) => options.Origins = OptionsText.List(section) },
        { nameof(EngineCorsOptions.Methods), (EngineCorsOptions options, IConfigurationSection section) => options.Methods = OptionsText.List(section) },
        { nameof(EngineCorsOptions.AllowedHeaders), (EngineCorsOptions options, IConfigurationSection section) => options.AllowedHeaders = OptionsText.List(section) },
        { nameof(EngineCorsOptions.ExposedHeaders), (EngineCorsOptions options, IConfigurationSection section) => options.ExposedHeaders = OptionsText.List(section) },
        { nameof(EngineCorsOptions.Credentials), (EngineCorsOptions options, bool value) => options.Credentials = value },
        { nameof(EngineCorsOptions.MaxAge), (EngineCorsOptions options, TimeSpan value) => options.MaxAge = value },
    };

    private static readonly OptionsTable<CookieBuilder> Cookie = new()
    {
        { nameof(CookieBuilder.Name), (CookieBuilder options, string value) => options.Name = value },
        { nameof(CookieBuilder.Path), (CookieBuilder options, string value) => options.Path = value },
        { nameof(CookieBuilder.Domain), (CookieBuilder options, string value) => options.Domain = value },
        { nameof(CookieBuilder.HttpOnly), (CookieBuilder options, bool value) => options.HttpOnly = value },
        { nameof(CookieBuilder.SecurePolicy), (CookieBuilder options, IConfigurationSection section) => options.SecurePolicy = OptionsText.Choice<CookieSecurePolicy>(section) },
        { nameof(CookieBuilder.SameSite), (CookieBuilder options, IConfigurationSection section) => options.SameSite = OptionsText.Choice<SameSiteMode>(section) },
        { nameof(CookieBuilder.MaxAge), (CookieBuilder options, TimeSpan value) => options.MaxAge = value },
        { nameof(CookieBuilder.Expiration), (CookieBuilder options, TimeSpan value) => options.Expiration = value },
        { nameof(CookieBuilder.IsEssential), (CookieBuilder options, bool value) => options.IsEssential = value },
    };

    private static readonly OptionsTable<EngineCompressionOptions> Compression = new()
    {
        { nameof(EngineCompressionOptions.Enabled), (EngineCompressionOptions options, bool value) => options.Enabled = value },
        { nameof(EngineCompressionOptions.Threshold), (EngineCompressionOptions options, int value) => options.Threshold = value },
        { nameof(EngineCompressionOptions.Level), (EngineCompressionOptions options, IConfigurationSection section) => options.Level = OptionsText.Choice<CompressionLevel>(section) },
    };

    private static readonly OptionsTable<EngineIOOptions> Server = new()
    {
        { nameof(EngineIOOptions.PingInterval), (EngineIOOptions options, TimeSpan value) => options.PingInterval = value },
        { nameof(EngineIOOptions.PingTimeout), (EngineIOOptions options, TimeSpan value) => options.PingTimeout = value },
        { nameof(EngineIOOptions.UpgradeTimeout), (EngineIOOptions options, TimeSpan value) => options.UpgradeTimeout = value },
        { nameof(EngineIOOptions.PollingCloseTimeout), (EngineIOOptions options, TimeSpan value) => options.PollingCloseTimeout = value },
        { nameof(EngineIOOptions.PostTimeout), (EngineIOOptions options, TimeSpan value) => options.PostTimeout = value },
        { nameof(EngineIOOptions.MaxHttpBufferSize), (EngineIOOptions options, int value) => options.MaxHttpBufferSize = value },
        { nameof(EngineIOOptions.MaxSendQueueBytes), (EngineIOOptions options, long value) => options.MaxSendQueueBytes = value },
        { nameof(EngineIOOptions.MaxTotalQueueBytes), (EngineIOOptions options, long value) => options.MaxTotalQueueBytes = value },
        { nameof(EngineIOOptions.MaxSessions), (EngineIOOptions options, int value) => options.MaxSessions = value },
        { nameof(EngineIOOptions.MaxSessionsPerAddress), (EngineIOOptions options, int value) => options.MaxSessionsPerAddress = value },
        { nameof(EngineIOOptions.Transports), (EngineIOOptions options, IConfigurationSection section) => options.Transports = OptionsText.Choice<EngineTransports>(section) },
        { nameof(EngineIOOptions.AllowUpgrades), (EngineIOOptions options, bool value) => options.AllowUpgrades = value },
        { nameof(EngineIOOptions.AllowEIO3), (EngineIOOptions options, bool value) => options.AllowEIO3 = value },
        { nameof(EngineIOOptions.CheckWebSocketOrigin), (EngineIOOptions options, bool value) => options.CheckWebSocketOrigin = value },
        { nameof(EngineIOOptions.Cors), (EngineIOOptions options, IConfigurationSection section) => Cors.Apply(section, options.Cors ??= new EngineCorsOptions()) },
        { nameof(EngineIOOptions.Cookie), (EngineIOOptions options, IConfigurationSection section) => Cookie.Apply(section, options.Cookie ??= new EngineCookieBuilder()) },
        { nameof(EngineIOOptions.HttpCompression), (EngineIOOptions options, IConfigurationSection section) => Compression.Apply(section, options.HttpCompression ??= new EngineCompressionOptions()) },
        { nameof(EngineIOOptions.PerMessageDeflate), (EngineIOOptions options, IConfigurationSection section) => Compression.Apply(section, options.PerMessageDeflate ??= new EngineCompressionOptions()) },
    };

    /// <summary>Sets what the configuration names.</summary>
    /// <exception cref="InvalidOperationException">It names what is no setting, or a value that cannot be read.</exception>
    public static void Apply(IConfiguration configuration, EngineIOOptions options) => Server.Apply(configuration, options);
}
