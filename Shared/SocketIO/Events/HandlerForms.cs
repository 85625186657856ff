
namespace SocketIO.Events;

/// <summary>The forms in which an application may give a handler, as the one that the library runs.</summary>
internal static class HandlerForms
{
    public static Func<T, ValueTask> Awaited<T>(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return value =>
        {
            handler(value);
            return ValueTask.CompletedTask;
        };
    }

    public static Func<T, ValueTask> Awaited<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return value => new ValueTask(handler(value));
    }

    public static Func<T1, T2, ValueTask> Awaited<T1, T2>(Action<T1, T2> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return (first, second) =>
        {
            handler(first, second);
            return ValueTask.CompletedTask;
        };
    }

    public static Func<T1, T2, ValueTask> Awaited<T1, T2>(Func<T1, T2, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return (first, second) => new ValueTask(handler(first, second));
    }

    public static Func<ServerEventContext, ValueTask> Answering<T>(Func<ServerEventContext, T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return context => Answer(context, handler(context));
    }

    public static Func<ServerEventContext, ValueTask> Answering<T>(Func<ServerEventContext, Task<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return async context => await Answer(context, await handler(context).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public static Func<ServerEventContext, ValueTask> Answering<T>(Func<ServerEventContext, ValueTask<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return async context => await Answer(context, await handler(context).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static ValueTask Answer<T>(ServerEventContext context, T answer)
    {
        if (HandlerResult.IsTask(answer))
        {
            return HandlerResult.AwaitObjectAsync(answer!);
        }
        context.Answer(answer);
        return ValueTask.CompletedTask;
    }
}
