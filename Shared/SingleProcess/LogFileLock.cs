using SocketIO.Sequencer;

namespace SingleProcess;

/// <summary>
/// Keeps a second process from the log's file: it would take the sessions of the first for those of a process that is gone.
/// The lock is a file beside it, since closing any handle of a database gives up the locks that SQLite has on it.
/// </summary>
internal sealed class LogFileLock : IDisposable
{
    private readonly FileStream _lock;

    private LogFileLock(FileStream @lock) => _lock = @lock;

    /// <summary>Takes the lock of a log's file; the system gives it back when the process ends, however that is.</summary>
    /// <exception cref="SequencerException">Another process has it, or its file cannot be made; the message says which.</exception>
    public static LogFileLock Take(string path)
    {
        var file = Path.GetFullPath(path) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            // Who can open it can lock it, too.
            return new LogFileLock(PrivateFile.Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The exception's own words tell a lock that is taken from a directory that cannot be written.
            var kind = exception.GetType() == typeof(IOException) ? SequencerFault.Locked : SequencerFault.NotWritable;
            throw new SequencerException(kind, $"The log {path} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Gives the lock back. Its file stays: removing it would let two processes lock two files of the same name.</summary>
    public void Dispose() => _lock.Dispose();
}
