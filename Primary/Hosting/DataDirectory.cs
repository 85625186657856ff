using SocketIO.Sequencer;

namespace Primary.Hosting;

/// <summary>
/// The data directory while a primary owns it: an exclusive lock for the primary's life, and a private directory for
/// what lives only as long as the cluster.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    /// <summary>The log's file.</summary>
    public string Database => System.IO.Path.Combine(Path, "cluster.db");

    /// <summary>Where the relay's socket and the list of workers lie; nobody else may look into it.</summary>
    public string Run => RunIn(Path);

    /// <summary>The private directory of a data directory.</summary>
    public static string RunIn(string data) => System.IO.Path.Combine(data, "run");

    /// <summary>Takes the directory.</summary>
    /// <exception cref="PrimaryException">It cannot be written, or another primary has it.</exception>
    public static DataDirectory Open(string path)
    {
        try
        {
            CreatePrivate(path);
            var directory = new DataDirectory(path, Lock(path));
            directory.CreateRun();
            return directory;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new PrimaryException($"The data directory {path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>Gives the directory up.</summary>
    public void Dispose()
    {
        try
        {
            System.IO.Directory.Delete(Run);
        }
        catch (IOException)
        {
            // Something is left in it, such as the list of workers that could not be stopped.
        }
        // The lock file stays: removing it would let two primaries lock two files of the same name.
        _lock.Dispose();
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, "primary.lock");
        try
        {
            // Who can open it can lock it, and so keep a primary from starting.
            return PrivateFile.Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            if (System.IO.Directory.Exists(file))
            {
                throw;
            }
            throw new PrimaryException($"Another primary runs on the data directory {path}; stop it or choose another --data.", exception);
        }
    }

    private void CreateRun()
    {
        CreatePrivate(Run);
        if (!OperatingSystem.IsWindows())
        {
            // Fails if the directory is somebody else's.
            File.SetUnixFileMode(Run, Private);
        }
    }

    // One that is there already may be anything, a home directory perhaps, and keeps its mode: what lies in it is private itself.
    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
        }
        else
        {
            System.IO.Directory.CreateDirectory(path, Private);
        }
    }
}
