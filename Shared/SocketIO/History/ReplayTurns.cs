using System.Diagnostics.CodeAnalysis;

namespace SocketIO.History;

/// <summary>
/// Runs all replays of a history on one thread of their own, a piece of each in turn. So a thousand clients that want everything
/// take one thread, and none of those that serve: what happens now goes before what has been. The thread ends when there is
/// nothing to do for a while.
/// </summary>
internal sealed class ReplayTurns(string name = "history replays")
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    // Also what is waited on.
    private readonly Queue<IReplay> _waiting = new();
    private bool _running;

    public void Add(IReplay replay)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(replay);
            Monitor.Pulse(_waiting);
            if (!_running)
            {
                _running = true;
                new Thread(Run) { IsBackground = true, Name = name }.Start();
            }
        }
    }

    private void Run()
    {
        while (TryTake(out var replay))
        {
            try
            {
                if (replay.SendNext())
                {
                    _ = GoOnAsync(replay);
                }
            }
            catch (Exception exception)
            {
                replay.Fail(exception);
            }
        }
    }

    private bool TryTake([NotNullWhen(true)] out IReplay? replay)
    {
        lock (_waiting)
        {
            while (!_waiting.TryDequeue(out replay))
            {
                if (!Monitor.Wait(_waiting, Idle) && _waiting.Count == 0)
                {
                    _running = false;
                    return false;
                }
            }
            return true;
        }
    }

    private async Task GoOnAsync(IReplay replay)
    {
        try
        {
            await replay.WhenReadyAsync().ConfigureAwait(false);
            Add(replay);
        }
        catch (Exception exception)
        {
            replay.Fail(exception);
        }
    }
}
