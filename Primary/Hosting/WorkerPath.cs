namespace Primary.Hosting;

/// <summary>Where the worker program lies.</summary>
internal static class WorkerPath
{
    private const string File = "Worker.dll";

    /// <summary>The full path of the program named, or of the chat's worker.</summary>
    public static string Resolve(string given)
    {
        if (given.Length > 0)
        {
            return Path.GetFullPath(given);
        }
        // Published, the worker lies in a folder beside this program; built, in its own project's output.
        var published = Path.Combine(AppContext.BaseDirectory, "worker", File);
        return System.IO.File.Exists(published) ? published : BuiltPath();
    }

    private static string BuiltPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var segments = new Stack<string>();
        for (var directory = output; directory is not null; directory = directory.Parent)
        {
            if (directory.Name == nameof(Primary) && directory.Parent is not null)
            {
                return Path.Combine([directory.Parent.FullName, "Worker", .. segments, File]);
            }
            segments.Push(directory.Name);
        }
        return Path.Combine(AppContext.BaseDirectory, File);
    }
}
