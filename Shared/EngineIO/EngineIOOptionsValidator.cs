using Microsoft.Extensions.Options;

namespace EngineIO;

/// <summary>Checks <see cref="EngineIOOptions"/> and reports all faults at once.</summary>
public sealed class EngineIOOptionsValidator : IValidateOptions<EngineIOOptions>
{
    private const EngineTransports Known = EngineTransports.Polling | EngineTransports.WebSocket;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EngineIOOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        CheckTime(faults, nameof(options.PingInterval), options.PingInterval);
        CheckTime(faults, nameof(options.PingTimeout), options.PingTimeout);
        CheckTime(faults, nameof(options.UpgradeTimeout), options.UpgradeTimeout);
        CheckTime(faults, nameof(options.PollingCloseTimeout), options.PollingCloseTimeout);
        if (options.MaxHttpBufferSize is < 1 || options.MaxHttpBufferSize >= Array.MaxLength)
        {
            faults.Add($"{nameof(options.MaxHttpBufferSize)} must be at least 1 byte, and below {Array.MaxLength}.");
        }
        if (options.Transports == EngineTransports.None || (options.Transports & ~Known) != 0)
        {
            faults.Add($"{nameof(options.Transports)} must name at least one transport, and none that is unknown.");
        }
        if (options.MaxSendQueueBytes < 1)
        {
            faults.Add($"{nameof(options.MaxSendQueueBytes)} must be at least 1 byte.");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckTime(List<string> faults, string name, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > Longest)
        {
            faults.Add($"{name} must be from 1 ms to {Longest.TotalDays:0} days.");
        }
    }
}
