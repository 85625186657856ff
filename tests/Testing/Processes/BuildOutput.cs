namespace Testing.Processes;

/// <summary>Finds programs of this repository, built like the running tests.</summary>
public static class BuildOutput
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The repository's top directory.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the repository, by its path from there.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The executable of the primary.</summary>
    public static string Primary => Program("Primary", "Primary");

    /// <summary>The executable of PowerShell.</summary>
    public static string PowerShell => Program("tests/PowerShell", "pwsh");

    /// <summary>Whether what tests run was built as the scripts build it.</summary>
    public static bool IsRelease => Own.Parent!.Name == "Release";

    /// <summary>The test project's own worker program.</summary>
    public static string TestWorker => Program("tests/Cluster.TestWorker", "Cluster.TestWorker.dll");

    /// <summary>The worker program of the cluster that the checker harms.</summary>
    public static string ChaosWorker => Program("tests/Chaos.Worker", "Chaos.Worker.dll");

    /// <summary>The program that attacks a cluster.</summary>
    public static string Attacks => Program("tests/Attacks", "Attacks.dll");

    /// <summary>The server to measure.</summary>
    public static string BenchmarkServer => Program("tests/Benchmarks/Server", "Benchmarks.Server.dll");

    /// <summary>The program of the sample chat.</summary>
    public static string ChatSample => Program("samples/Chat", "Chat.dll");

    private static string Program(string project, string file)
    {
        var path = Path.Combine(Root, project, "bin", Own.Parent!.Name, Own.Name, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing; build the solution first.");
    }

    private static string FindRoot()
    {
        for (var directory = Own; directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Cluster.sln")))
            {
                return directory.FullName;
            }
        }
        throw new InvalidOperationException($"{Own.FullName} lies in no clone of the repository.");
    }
}
