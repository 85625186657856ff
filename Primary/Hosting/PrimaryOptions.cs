namespace Primary.Hosting;

/// <summary>The primary's settings, as the command line gives them.</summary>
public sealed record PrimaryOptions
{
    /// <summary>How many workers to run. Default: one for each core.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Worker i listens on this port + i. Default: 3000.</summary>
    public int Port { get; init; } = 3000;

    /// <summary>The host name or address that the workers listen on. Default: localhost.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Where the log and the lock lie. Default: ./data.</summary>
    public string Data { get; init; } = "data";

    /// <summary>The primary's own HTTP port, on loopback. Default: 2999.</summary>
    public int ControlPort { get; init; } = 2999;

    /// <summary>The worker program: a .dll or an executable.</summary>
    public required string Worker { get; init; }

    /// <summary>Workers exit after being without a primary for so long. Default: 30 s.</summary>
    public TimeSpan OrphanTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time over which a worker that is replaced closes its connections. Default: 5 s; zero for all at once.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The address of a worker for a browser.</summary>
    public string UrlOf(int index) => Url(Host == "*" ? "localhost" : Host, index);

    /// <summary>What a worker listens on.</summary>
    public string ListenUrlOf(int index) => Url(Host, index);

    private string Url(string host, int index) =>
        host.Contains(':', StringComparison.Ordinal) ? $"http://[{host}]:{Port + index}" : $"http://{host}:{Port + index}";
}
