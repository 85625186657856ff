namespace Scripts.Tests.Support;

/// <summary>How a test starts the cluster.</summary>
public enum Launcher
{
    /// <summary><c>run-cluster.sh</c>.</summary>
    Shell,

    /// <summary><c>run-cluster.ps1</c>, with a PowerShell for it alone, as <c>pwsh -File</c>.</summary>
    PowerShell,

    /// <summary><c>run-cluster.ps1</c> within a session, whose preferences are the strictest.</summary>
    PowerShellSession,
}
