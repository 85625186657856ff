using System.Net;
using System.Net.Sockets;

namespace Testing;

/// <summary>
/// Finds ports below the ephemeral range, so that no outgoing connection takes one meanwhile, and in a block that is this
/// test process's alone: a port that is free for a moment, such as a restarting worker's, is not given to another one.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int BlockSize = 500;
    private const int Blocks = 44;

    /// <summary>The only one of these ports that browsers do not connect to (the "bad ports" of the Fetch standard).</summary>
    private const int RefusedByBrowsers = 10_080;

    private static readonly Lock Gate = new();
    private static readonly Block Own = Reserve();
    private static int _next;

    /// <summary>The first of <paramref name="count"/> consecutive ports that are free on loopback.</summary>
    public static int Next(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, BlockSize);
        lock (Gate)
        {
            for (var tried = 0; tried < BlockSize; tried++)
            {
                if (_next + count > BlockSize)
                {
                    _next = 0;
                }
                var first = Own.First + _next;
                if (Enumerable.Range(first, count).All(IsFree))
                {
                    _next += count;
                    return first;
                }
                _next++;
            }
        }
        throw new InvalidOperationException($"There are no {count} free ports from {Own.First} to {Own.First + BlockSize - 1}.");
    }

    /// <summary>Takes a block for the life of this process, by a locked file that all test processes know.</summary>
    private static Block Reserve()
    {
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"cluster-test-ports-{Environment.UserName}"));
        for (var block = 0; block < Blocks; block++)
        {
            try
            {
                var file = new FileStream(Path.Combine(directory.FullName, $"{block}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return new Block(First + block * BlockSize, file);
            }
            catch (IOException)
            {
                // Another test process has it.
            }
        }
        throw new InvalidOperationException($"All {Blocks} blocks of test ports are taken; see {directory.FullName}.");
    }

    private static bool IsFree(int port)
    {
        if (port == RefusedByBrowsers)
        {
            return false;
        }
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The ports of this process; the lock lives as long as the file is open.</summary>
    private sealed record Block(int First, FileStream Lock);
}
