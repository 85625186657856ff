namespace Browser.Tests.Support;

/// <summary>Where pictures go: into the directory that the environment variable SCREENSHOTS names, or the tests' own.</summary>
public static class Screenshots
{
    public static string PathOf(string file)
    {
        var given = Environment.GetEnvironmentVariable("SCREENSHOTS");
        var directory = string.IsNullOrEmpty(given) ? Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots") : given;
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, file);
    }
}
