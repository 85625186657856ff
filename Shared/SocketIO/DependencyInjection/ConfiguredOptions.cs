using Microsoft.Extensions.Configuration;
using SocketIO.Parsers;

namespace SocketIO.DependencyInjection;

/// <summary>The options of a server as configuration names them: all but those that are code.</summary>
internal static class ConfiguredOptions
{
    private static readonly OptionsTable<ConnectionStateRecoveryOptions> Recovery = new()
    {
        { nameof(ConnectionStateRecoveryOptions.MaxDisconnectionDuration), (ConnectionStateRecoveryOptions options, TimeSpan value) => options.MaxDisconnectionDuration = value },
        { nameof(ConnectionStateRecoveryOptions.SkipMiddlewares), (ConnectionStateRecoveryOptions options, bool value) => options.SkipMiddlewares = value },
        { nameof(ConnectionStateRecoveryOptions.ResendUnacknowledged), (ConnectionStateRecoveryOptions options, bool value) => options.ResendUnacknowledged = value },
        { nameof(ConnectionStateRecoveryOptions.MaxClientBytes), (ConnectionStateRecoveryOptions options, long value) => options.MaxClientBytes = value },
        { nameof(ConnectionStateRecoveryOptions.MaxAwayPerClient), (ConnectionStateRecoveryOptions options, int value) => options.MaxAwayPerClient = value },
    };

    private static readonly OptionsTable<SocketIOLimits> Limits = new()
    {
        { nameof(SocketIOLimits.MaxNamespaces), (SocketIOLimits limits, int value) => limits.MaxNamespaces = value },
        { nameof(SocketIOLimits.MaxNamespaceLength), (SocketIOLimits limits, int value) => limits.MaxNamespaceLength = value },
        { nameof(SocketIOLimits.MaxPendingConnects), (SocketIOLimits limits, int value) => limits.MaxPendingConnects = value },
        { nameof(SocketIOLimits.ConnectsPerSecond), (SocketIOLimits limits, double value) => limits.ConnectsPerSecond = value },
        { nameof(SocketIOLimits.ConnectBurst), (SocketIOLimits limits, int value) => limits.ConnectBurst = value },
        { nameof(SocketIOLimits.MessagesPerSecond), (SocketIOLimits limits, double value) => limits.MessagesPerSecond = value },
        { nameof(SocketIOLimits.MessageBurst), (SocketIOLimits limits, int value) => limits.MessageBurst = value },
        { nameof(SocketIOLimits.BytesPerSecond), (SocketIOLimits limits, double value) => limits.BytesPerSecond = value },
        { nameof(SocketIOLimits.ByteBurst), (SocketIOLimits limits, int value) => limits.ByteBurst = value },
        { nameof(SocketIOLimits.AttachmentTimeout), (SocketIOLimits limits, TimeSpan value) => limits.AttachmentTimeout = value },
    };

    private static readonly OptionsTable<SocketIOOptions> Server = new()
    {
        { nameof(SocketIOOptions.Path), (SocketIOOptions options, string value) => options.Path = value },
        { nameof(SocketIOOptions.ServeClient), (SocketIOOptions options, bool value) => options.ServeClient = value },
        { nameof(SocketIOOptions.ConnectTimeout), (SocketIOOptions options, TimeSpan value) => options.ConnectTimeout = value },
        { nameof(SocketIOOptions.MaxAttachments), (SocketIOOptions options, int value) => options.MaxAttachments = value },
        { nameof(SocketIOOptions.MaxDepth), (SocketIOOptions options, int value) => options.MaxDepth = value },
        { nameof(SocketIOOptions.MaxPendingEvents), (SocketIOOptions options, int value) => options.MaxPendingEvents = value },
        { nameof(SocketIOOptions.MaxPendingBytes), (SocketIOOptions options, long value) => options.MaxPendingBytes = value },
        { nameof(SocketIOOptions.MaxPendingTime), (SocketIOOptions options, TimeSpan value) => options.MaxPendingTime = value },
        { nameof(SocketIOOptions.CleanupEmptyChildNamespaces), (SocketIOOptions options, bool value) => options.CleanupEmptyChildNamespaces = value },
        { nameof(SocketIOOptions.EnableDetailedErrors), (SocketIOOptions options, bool value) => options.EnableDetailedErrors = value },
        { nameof(SocketIOOptions.Parser), SetParser },
        { nameof(SocketIOOptions.ConnectionStateRecovery), SetRecovery },
        { nameof(SocketIOOptions.Limits), (SocketIOOptions options, IConfigurationSection section) => Limits.Apply(section, options.Limits) },
        { nameof(SocketIOOptions.Engine), (SocketIOOptions options, IConfigurationSection section) => ConfiguredEngineOptions.Apply(section, options.Engine) },
    };

    /// <summary>Sets what the configuration names.</summary>
    /// <exception cref="InvalidOperationException">It names what is no setting, or a value that cannot be read.</exception>
    public static void Apply(IConfiguration configuration, SocketIOOptions options) => Server.Apply(configuration, options);

    private static void SetParser(SocketIOOptions options, IConfigurationSection section) => options.Parser = section.Value switch
    {
        nameof(PacketParsers.Json) => PacketParsers.Json,
        nameof(PacketParsers.MessagePack) => PacketParsers.MessagePack,
        _ => throw new InvalidOperationException(
            $"{section.Path} must be {nameof(PacketParsers.Json)} or {nameof(PacketParsers.MessagePack)}, not \"{section.Value}\""),
    };

    // An empty section switches it on, as {} does in the reference.
    private static void SetRecovery(SocketIOOptions options, IConfigurationSection section)
    {
        options.ConnectionStateRecovery = section.Value is { Length: > 0 } && !OptionsText.Parse<bool>(section)
            ? null
            : options.ConnectionStateRecovery ?? new ConnectionStateRecoveryOptions();
        if (options.ConnectionStateRecovery is { } recovery)
        {
            Recovery.Apply(section, recovery);
        }
    }
}
