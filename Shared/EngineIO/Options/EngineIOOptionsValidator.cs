using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace EngineIO;

/// <summary>Checks <see cref="EngineIOOptions"/> and reports all faults at once.</summary>
internal sealed class EngineIOOptionsValidator : IValidateOptions<EngineIOOptions>
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
        CheckTime(faults, nameof(options.PostTimeout), options.PostTimeout);
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
        if (options.MaxTotalQueueBytes < 1)
        {
            faults.Add($"{nameof(options.MaxTotalQueueBytes)} must be at least 1 byte, or null.");
        }
        if (options.MaxSessions < 1)
        {
            faults.Add($"{nameof(options.MaxSessions)} must be at least 1, or null.");
        }
        if (options.MaxSessionsPerAddress < 1)
        {
            faults.Add($"{nameof(options.MaxSessionsPerAddress)} must be at least 1, or null.");
        }
        CheckCors(faults, options.Cors);
        CheckCookie(faults, options.Cookie);
        CheckCompression(faults, nameof(options.HttpCompression), options.HttpCompression);
        CheckCompression(faults, nameof(options.PerMessageDeflate), options.PerMessageDeflate);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void CheckCors(List<string> faults, EngineCorsOptions? cors)
    {
        if (cors is null)
        {
            return;
        }
        CheckHeaders(faults, nameof(cors.Origins), cors.Origins);
        CheckHeaders(faults, nameof(cors.Methods), cors.Methods ?? []);
        CheckHeaders(faults, nameof(cors.AllowedHeaders), cors.AllowedHeaders ?? []);
        CheckHeaders(faults, nameof(cors.ExposedHeaders), cors.ExposedHeaders ?? []);
        if (cors is { Credentials: true, IsOriginAllowed: null } && cors.Origins?.Contains(EngineCorsOptions.AnyOrigin) == true)
        {
            faults.Add($"{nameof(EngineIOOptions.Cors)}.{nameof(cors.Credentials)} must not go with the origin \"*\", since every " +
                $"site could act as the user then: list the origins, or set {nameof(cors.IsOriginAllowed)}.");
        }
        if (cors.MaxAge < TimeSpan.Zero)
        {
            faults.Add($"{nameof(EngineIOOptions.Cors)}.{nameof(cors.MaxAge)} must not be negative.");
        }
    }

    private static void CheckHeaders(List<string> faults, string name, IList<string>? values)
    {
        if (values is null || values.Any(value => string.IsNullOrWhiteSpace(value) || value.Any(IsOutsideHeader)))
        {
            faults.Add($"{nameof(EngineIOOptions.Cors)}.{name} must hold no value that is empty or cannot stand in a header.");
        }
    }

    private static bool IsOutsideHeader(char value) => value is < '!' or > '~' or ',';

    private static void CheckCookie(List<string> faults, CookieBuilder? cookie)
    {
        if (cookie is null)
        {
            return;
        }
        if (string.IsNullOrEmpty(cookie.Name) || cookie.Name.Any(value => !char.IsAsciiLetterOrDigit(value) && !"!#$%&'*+-.^_`|~".Contains(value)))
        {
            faults.Add($"{nameof(EngineIOOptions.Cookie)}.{nameof(cookie.Name)} must be a name that HTTP allows for a cookie.");
        }
        if (((cookie.Path ?? "") + cookie.Domain).Any(value => value is < ' ' or > '~' or ';'))
        {
            faults.Add($"{nameof(EngineIOOptions.Cookie)} must have a path and a domain that can stand in a header.");
        }
        if (!Enum.IsDefined(cookie.SameSite))
        {
            faults.Add($"{nameof(EngineIOOptions.Cookie)}.{nameof(cookie.SameSite)} must be a known mode.");
        }
    }

    private static void CheckCompression(List<string> faults, string name, EngineCompressionOptions? compression)
    {
        if (compression is not null && (compression.Threshold < 0 || !Enum.IsDefined(compression.Level)))
        {
            faults.Add($"{name} must have a threshold of 0 bytes or more, and a known level.");
        }
    }

    private static void CheckTime(List<string> faults, string name, TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1) || value > Longest)
        {
            faults.Add($"{name} must be from 1 ms to {Longest.TotalDays:0} days.");
        }
    }
}
