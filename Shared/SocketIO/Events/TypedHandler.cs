using SocketIO.Sockets;

namespace SocketIO.Events;

/// <summary>
/// Turns handlers with arguments of their own types into handlers of a context. Every type is known where it is
/// compiled: nothing here needs reflection.
/// </summary>
internal static class TypedHandler
{
    public static Func<EventContext, ValueTask> From(Action handler) => _ =>
    {
        handler();
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From(Func<ValueTask> handler) => _ =>
        handler();

    public static Func<EventContext, ValueTask> From<TResult>(Func<ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler().ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From(Action<EventContext> handler) => context =>
    {
        handler(context);
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<TResult>(Func<EventContext, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1>(Action<T1> handler) => context =>
    {
        handler(context.Arguments.Get<T1>(0));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1>(Func<T1, ValueTask> handler) => context =>
        handler(context.Arguments.Get<T1>(0));

    public static Func<EventContext, ValueTask> From<T1, TResult>(Func<T1, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context.Arguments.Get<T1>(0)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1>(Action<EventContext, T1> handler) => context =>
    {
        handler(context, context.Arguments.Get<T1>(0));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1>(Func<EventContext, T1, ValueTask> handler) => context =>
        handler(context, context.Arguments.Get<T1>(0));

    public static Func<EventContext, ValueTask> From<T1, TResult>(Func<EventContext, T1, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context, context.Arguments.Get<T1>(0)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2>(Action<T1, T2> handler) => context =>
    {
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2>(Func<T1, T2, ValueTask> handler) => context =>
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1));

    public static Func<EventContext, ValueTask> From<T1, T2, TResult>(Func<T1, T2, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2>(Action<EventContext, T1, T2> handler) => context =>
    {
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2>(Func<EventContext, T1, T2, ValueTask> handler) => context =>
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1));

    public static Func<EventContext, ValueTask> From<T1, T2, TResult>(Func<EventContext, T1, T2, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2, T3>(Action<T1, T2, T3> handler) => context =>
    {
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2, T3>(Func<T1, T2, T3, ValueTask> handler) => context =>
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, TResult>(Func<T1, T2, T3, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2, T3>(Action<EventContext, T1, T2, T3> handler) => context =>
    {
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2, T3>(Func<EventContext, T1, T2, T3, ValueTask> handler) => context =>
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, TResult>(Func<EventContext, T1, T2, T3, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4>(Action<T1, T2, T3, T4> handler) => context =>
    {
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4>(Func<T1, T2, T3, T4, ValueTask> handler) => context =>
        handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3)).ConfigureAwait(false));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4>(Action<EventContext, T1, T2, T3, T4> handler) => context =>
    {
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3));
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4>(Func<EventContext, T1, T2, T3, T4, ValueTask> handler) => context =>
        handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3));

    public static Func<EventContext, ValueTask> From<T1, T2, T3, T4, TResult>(Func<EventContext, T1, T2, T3, T4, ValueTask<TResult>> handler) => async context =>
        context.Ack(await handler(context, context.Arguments.Get<T1>(0), context.Arguments.Get<T2>(1), context.Arguments.Get<T3>(2), context.Arguments.Get<T4>(3)).ConfigureAwait(false));
}
