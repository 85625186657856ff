using EngineIO;
using Microsoft.Extensions.Options;

namespace SocketIO.Options;

/// <summary>Reports every fault of the options at start, not the first one at the first client.</summary>
internal sealed class SocketIOOptionsValidator : IValidateOptions<SocketIOOptions>
{
    /// <summary>The stack of the thread that reads and writes what is deep grows with it.</summary>
    private const int MostDepth = 2_000;

    private readonly EngineIOOptionsValidator _engine = new();

    public ValidateOptionsResult Validate(string? name, SocketIOOptions options)
    {
        var faults = new List<string>();
        if (!options.Path.StartsWith('/') || options.Path.Length < 2)
        {
            faults.Add("Path must begin with a slash and name something");
        }
        if (options.ConnectTimeout <= TimeSpan.Zero)
        {
            faults.Add("ConnectTimeout must be positive");
        }
        if (options.MaxAttachments < 0)
        {
            faults.Add("MaxAttachments must not be negative");
        }
        if (options.MaxDepth is < 1 or > MostDepth)
        {
            faults.Add($"MaxDepth must be from 1 to {MostDepth}");
        }
        if (options.MaxPendingEvents < 1)
        {
            faults.Add("MaxPendingEvents must be at least 1");
        }
        if (options.MaxPendingBytes < 1)
        {
            faults.Add("MaxPendingBytes must be at least 1");
        }
        if (options.MaxPendingTime <= TimeSpan.Zero)
        {
            faults.Add("MaxPendingTime must be positive");
        }
        if (options.Parser is null)
        {
            faults.Add("Parser must be given");
        }
        if (options.ConnectionStateRecovery is { } recovery
            && (recovery.MaxDisconnectionDuration <= TimeSpan.Zero || recovery.MaxDisconnectionDuration > TimeSpan.FromDays(1)))
        {
            faults.Add("ConnectionStateRecovery.MaxDisconnectionDuration must be positive and at most a day");
        }
        if (options.ConnectionStateRecovery is { MaxClientBytes: < 1 })
        {
            faults.Add("ConnectionStateRecovery.MaxClientBytes must be positive");
        }
        if (options.ConnectionStateRecovery is { MaxAwayPerClient: < 1 })
        {
            faults.Add("ConnectionStateRecovery.MaxAwayPerClient must be positive");
        }
        Check(options.Limits, faults);
        var engine = _engine.Validate(name, options.Engine);
        if (engine.Failed)
        {
            faults.AddRange(engine.Failures);
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Check(SocketIOLimits limits, List<string> faults)
    {
        if (limits.MaxNamespaces < 1)
        {
            faults.Add("Limits.MaxNamespaces must be at least 1");
        }
        if (limits.MaxNamespaceLength < 1)
        {
            faults.Add("Limits.MaxNamespaceLength must be at least 1");
        }
        if (limits.MaxPendingConnects < 1)
        {
            faults.Add("Limits.MaxPendingConnects must be at least 1");
        }
        if (limits.ConnectsPerSecond is not (>= 0.001 and <= 1_000_000))
        {
            faults.Add("Limits.ConnectsPerSecond must be from 0.001 to 1,000,000");
        }
        if (limits.ConnectBurst < 1)
        {
            faults.Add("Limits.ConnectBurst must be at least 1");
        }
        if (limits.MessagesPerSecond is not (>= 0.1 and <= 10_000_000))
        {
            faults.Add("Limits.MessagesPerSecond must be from 0.1 to 10,000,000");
        }
        if (limits.MessageBurst < 1)
        {
            faults.Add("Limits.MessageBurst must be at least 1");
        }
        if (limits.BytesPerSecond is not (>= 1_000 and <= 10_000_000_000))
        {
            faults.Add("Limits.BytesPerSecond must be from 1,000 to 10,000,000,000");
        }
        if (limits.ByteBurst < 1_000)
        {
            faults.Add("Limits.ByteBurst must be at least 1,000");
        }
        if (limits.AttachmentTimeout <= TimeSpan.Zero)
        {
            faults.Add("Limits.AttachmentTimeout must be positive");
        }
    }
}
