using System.Runtime.Versioning;

// Signals, Unix domain sockets and /proc.
[assembly: UnsupportedOSPlatform("windows")]
