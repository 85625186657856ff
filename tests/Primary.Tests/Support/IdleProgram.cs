namespace Primary.Tests.Support;

/// <summary>A worker program that does nothing for a long time.</summary>
internal sealed class IdleProgram : IDisposable
{
    private readonly TempFolder _folder = new();

    public IdleProgram()
    {
        Path = _folder.File(OperatingSystem.IsWindows() ? "idle.cmd" : "idle.sh");
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(Path, "@ping -n 600 127.0.0.1 >nul");
            return;
        }
        File.WriteAllText(Path, "#!/bin/sh\nexec sleep 600\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public void Dispose() => _folder.Dispose();
}
