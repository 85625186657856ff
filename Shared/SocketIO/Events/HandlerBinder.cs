namespace SocketIO.Events;

/// <summary>
/// Turns handlers with parameters of their own types into handlers of a context. Every type is known where it is
/// compiled: nothing here needs reflection.
/// </summary>
internal static class HandlerBinder
{
    public static Func<EventContext, ValueTask> Bind(Action handler) => _ =>
    {
        handler();
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<TResult>(Func<TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
        finish(context, handler());

    public static Func<EventContext, ValueTask> Bind<T1>(Action<T1> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, TResult>(Func<T1, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>()));
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2>(Action<T1, T2> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>(), reader.Next<T2>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, TResult>(Func<T1, T2, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>(), reader.Next<T2>()));
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3>(Action<T1, T2, T3> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>()));
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4>(Action<T1, T2, T3, T4> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>()));
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4, T5>(Action<T1, T2, T3, T4, T5> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>(), reader.Next<T5>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>(), reader.Next<T5>()));
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4, T5, T6>(Action<T1, T2, T3, T4, T5, T6> handler) => context =>
    {
        var reader = new ParameterReader(context, handler);
        handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>(), reader.Next<T5>(), reader.Next<T6>());
        return ValueTask.CompletedTask;
    };

    public static Func<EventContext, ValueTask> Bind<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> handler, Func<EventContext, TResult, ValueTask> finish) => context =>
    {
        var reader = new ParameterReader(context, handler);
        return finish(context, handler(reader.Next<T1>(), reader.Next<T2>(), reader.Next<T3>(), reader.Next<T4>(), reader.Next<T5>(), reader.Next<T6>()));
    };
}
