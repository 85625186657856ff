using SocketIO.Sockets;

namespace SocketIO.Events;

/// <summary>What becomes of what a handler returns: a task is awaited, and a value is the acknowledgement.</summary>
internal static class HandlerResult
{
    public static ValueTask Answer<T>(EventContext context, T answer)
    {
        context.Answer(answer);
        return ValueTask.CompletedTask;
    }

    public static ValueTask Await(EventContext context, Task task) => new(Running(task));

    public static ValueTask Await(EventContext context, ValueTask task) => task;

    public static async ValueTask AwaitAnswer<T>(EventContext context, Task<T> task) => context.Answer(await Running(task).ConfigureAwait(false));

    public static async ValueTask AwaitAnswer<T>(EventContext context, ValueTask<T> task) => context.Answer(await task.ConfigureAwait(false));

    private static T Running<T>(T? task)
        where T : Task =>
        task ?? throw new InvalidOperationException("the handler returned null instead of a task");
}
