using EngineIO.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EngineIO.Events;

/// <summary>Handlers of the application for one thing that happens. Whatever fails in one is logged, and harms nothing else.</summary>
internal sealed class HookList<T>(ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile Func<T, ValueTask>[] _handlers = [];

    public void Add(Func<T, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_gate)
        {
            _handlers = [.. _handlers, handler];
        }
    }

    public void Add(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(argument => new ValueTask(handler(argument)));
    }

    public void Add(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(argument =>
        {
            handler(argument);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Calls the handlers, up to where each first waits; waits for none of them.</summary>
    public void Raise(T argument)
    {
        foreach (var handler in _handlers)
        {
            var running = Start(handler, argument);
            if (!running.IsCompletedSuccessfully)
            {
                _ = FinishAsync(running);
            }
        }
    }

    /// <summary>Calls the handlers, one after the other.</summary>
    public async ValueTask RaiseAsync(T argument)
    {
        foreach (var handler in _handlers)
        {
            await FinishAsync(Start(handler, argument));
        }
    }

    private static ValueTask Start(Func<T, ValueTask> handler, T argument)
    {
        try
        {
            return handler(argument);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private async Task FinishAsync(ValueTask running)
    {
        try
        {
            await running;
        }
        catch (Exception exception)
        {
            Log.HookFailed(logger, exception);
        }
    }
}
