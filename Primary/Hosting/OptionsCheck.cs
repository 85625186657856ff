namespace Primary.Hosting;

/// <summary>Checks the settings before anything is started.</summary>
internal static class OptionsCheck
{
    private const int MaxWorkers = 256;
    private const int MaxPort = 65_535;

    /// <summary>The first fault as a sentence for the operator, or <see langword="null"/>.</summary>
    public static string? FindFault(PrimaryOptions options)
    {
        if (options.Workers is < 1 or > MaxWorkers)
        {
            return $"--workers must be 1 to {MaxWorkers}, not {options.Workers}.";
        }
        if (options.Port < 1 || options.Port > MaxPort - options.Workers + 1)
        {
            return $"--port must leave room for {options.Workers} ports from 1 to {MaxPort}; {options.Port} does not.";
        }
        if (options.ControlPort is < 1 or > MaxPort)
        {
            return $"--control-port must be 1 to {MaxPort}, not {options.ControlPort}.";
        }
        if (options.ControlPort >= options.Port && options.ControlPort < options.Port + options.Workers)
        {
            return $"--control-port {options.ControlPort} is one of the workers' ports.";
        }
        // An IPv6 address comes without its brackets; they are the URL's.
        if (options.Host.StartsWith('[') || (options.Host != "*" && Uri.CheckHostName(options.Host) == UriHostNameType.Unknown))
        {
            return $"--host \"{options.Host}\" is not a host name or an address.";
        }
        if (!(options.OrphanTimeout > TimeSpan.Zero))
        {
            return "--orphan-timeout must be more than 0 seconds.";
        }
        if (options.RestartWindow < TimeSpan.Zero)
        {
            return "--restart-window must not be less than 0 seconds.";
        }
        if (!File.Exists(options.Worker))
        {
            return $"The worker program {options.Worker} does not exist.";
        }
        return null;
    }
}
