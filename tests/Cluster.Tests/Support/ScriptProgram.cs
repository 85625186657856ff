namespace Cluster.Tests.Support;

/// <summary>A shell script that serves as a worker program.</summary>
public sealed class ScriptProgram : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("program-");

    public ScriptProgram(string body, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute)
    {
        File.WriteAllText(Path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(Path, mode);
    }

    public string Path => System.IO.Path.Combine(_directory.FullName, "program.sh");

    public void Dispose() => _directory.Delete(recursive: true);
}
