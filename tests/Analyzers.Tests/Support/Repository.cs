namespace Analyzers.Tests.Support;

/// <summary>The checkout that this assembly was built in.</summary>
internal static class Repository
{
    public static string PathOf(string relative)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Cluster.sln")))
        {
            directory = directory.Parent;
        }
        return directory is null
            ? throw new DirectoryNotFoundException("no Cluster.sln above the test assembly")
            : Path.Combine(directory.FullName, relative);
    }
}
