namespace Scripts.Tests.Support;

/// <summary>A directory of shell scripts that stand for the programs that the scripts call.</summary>
public sealed class FakePrograms : IDisposable
{
    /// <summary>What run-cluster.sh is made of besides; they are no matter of any test.</summary>
    private static readonly string[] Tools = ["bash", "cat", "dirname", "grep", "mktemp", "rm", "sed"];

    private readonly TempFolder _folder = new();
    private bool _hidesOthers;

    /// <summary>The search path: these programs, and behind them all others, if they are not hidden.</summary>
    public string SearchPath => _hidesOthers ? _folder.Path : $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>Where a program of this machine lies.</summary>
    public static string Find(string name) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{name} is not on the PATH.");

    /// <summary>Adds a program.</summary>
    /// <param name="name">How it is called.</param>
    /// <param name="body">What it does.</param>
    public FakePrograms Add(string name, string body)
    {
        File.WriteAllText(_folder.File(name), $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return this;
    }

    /// <summary>Adds a dotnet that has these SDKs, builds at once, and else does what is said.</summary>
    public FakePrograms AddDotnet(string otherwise, params string[] sdks) => Add(
        "dotnet",
        $"""
        case "$1" in
          --list-sdks) printf '%s [/sdk]\n' {string.Join(' ', sdks)};;
          build) exit 0;;
          *) {otherwise};;
        esac
        """);

    /// <summary>Adds a Node.js of that version, with its npm.</summary>
    public FakePrograms AddNode(string version) => Add("node", $"echo {version}").Add("npm", "exit 0");

    /// <summary>Hides whatever else this machine has, but for the tools of every shell script.</summary>
    public FakePrograms HideOthers()
    {
        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink(_folder.File(tool), Find(tool));
        }
        _hidesOthers = true;
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
