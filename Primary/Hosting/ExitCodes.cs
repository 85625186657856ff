namespace Primary.Hosting;

/// <summary>What the process says to its parent.</summary>
internal static class ExitCodes
{
    /// <summary>Stopped as asked.</summary>
    public const int Ok = 0;

    /// <summary>The cluster cannot run here.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;
}
