namespace SocketIO.Events;

/// <summary>What becomes of what a handler returns: a task is awaited, and a value is the acknowledgement.</summary>
internal static class HandlerResult
{
    public static ValueTask Answer<T>(EventContext context, T answer)
    {
        if (IsTask(answer))
        {
            return AwaitObjectAsync(answer!);
        }
        if (context.ExpectsAck)
        {
            context.Answer(answer);
        }
        return ValueTask.CompletedTask;
    }

    public static ValueTask Await(EventContext context, Task task) => new(Running(task));

    public static ValueTask Await(EventContext context, ValueTask task) => task;

    public static async ValueTask AwaitAnswer<T>(EventContext context, Task<T> task) =>
        await Answer(context, await Running(task).ConfigureAwait(false)).ConfigureAwait(false);

    public static async ValueTask AwaitAnswer<T>(EventContext context, ValueTask<T> task) =>
        await Answer(context, await task.ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Whether a value is a task, though it is declared as an object.</summary>
    public static bool IsTask<T>(T value) =>
        !typeof(T).IsSealed && value is not null && (value is Task or ValueTask || IsTaskOfResult(value.GetType()));

    /// <summary>Awaits a task that is declared as an object; what it brings is known to reflection only, which a trimmed application
    /// has not.</summary>
    /// <exception cref="InvalidOperationException">It brings something; a <see cref="ValueTask{T}"/> is not awaited for that.</exception>
    public static async ValueTask AwaitObjectAsync(object task)
    {
        if (task is Task or ValueTask)
        {
            await (task as Task ?? ((ValueTask)task).AsTask()).ConfigureAwait(false);
        }
        if (ResultOf(task.GetType()) is { } result)
        {
            throw new InvalidOperationException(
                $"the handler returned a task of {result.Name} as an object, so its result cannot be the acknowledgement: declare what the handler returns");
        }
    }

    /// <summary>The type of what a task brings; <see langword="null"/> for one that brings nothing, and for what is none.</summary>
    public static Type? ResultOf(Type type)
    {
        if (type.IsValueType)
        {
            return IsTaskOfResult(type) ? type.GetGenericArguments()[0] : null;
        }
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == typeof(Task<>))
            {
                // What an async method without a result makes is one of these, too.
                return current.GetGenericArguments()[0] is { IsPublic: false, Name: "VoidTaskResult" } ? null : current.GetGenericArguments()[0];
            }
        }
        return null;
    }

    private static bool IsTaskOfResult(Type type) => type.IsValueType && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static T Running<T>(T? task)
        where T : Task =>
        task ?? throw new InvalidOperationException("the handler returned null instead of a task");
}
