using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace SocketIO.Events;

/// <summary>
/// Binds a handler whose types the compiler does not infer, as those of a method given by its name. How it is bound is found out
/// once for each type of delegate.
/// </summary>
[RequiresDynamicCode(Reason)]
[RequiresUnreferencedCode(Reason)]
internal static class ReflectedHandler
{
    public const string Reason = "The types of a method given by its name are known at run time only; give a lambda with typed parameters instead.";

    private const int MostParameters = 6;

    private static readonly ConcurrentDictionary<Type, Func<Delegate, Func<EventContext, ValueTask>>> Binders = new();
    private static readonly MethodInfo[] Binds =
        [.. typeof(HandlerBinder).GetMethods().Where(method => method.Name == nameof(HandlerBinder.Bind))];

    /// <exception cref="ArgumentException">It has more parameters than a handler may have, or one by reference.</exception>
    public static Func<EventContext, ValueTask> Bind(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Binders.GetOrAdd(handler.GetType(), CreateBinder)(handler);
    }

    private static Func<Delegate, Func<EventContext, ValueTask>> CreateBinder(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = Array.ConvertAll(invoke.GetParameters(), parameter => parameter.ParameterType);
        if (parameters.Length > MostParameters || parameters.Any(parameter => parameter.IsByRef || parameter.IsByRefLike || parameter.IsPointer))
        {
            throw new ArgumentException($"a handler has at most {MostParameters} parameters, and none by reference");
        }
        var result = invoke.ReturnType;
        Type[] types = result == typeof(void) ? parameters : [.. parameters, result];
        var bind = Binds.Single(method => method.GetGenericArguments().Length == types.Length && method.GetParameters().Length == (result == typeof(void) ? 1 : 2));
        var closed = bind.IsGenericMethodDefinition ? bind.MakeGenericMethod(types) : bind;
        // One of its own type has the same parameters as this one.
        var shape = closed.GetParameters()[0].ParameterType;
        var finish = result == typeof(void) ? null : Finish(result, closed.GetParameters()[1].ParameterType);
        var invoker = MethodInvoker.Create(closed);
        return handler => (Func<EventContext, ValueTask>)(finish is null ? invoker.Invoke(null, As(handler, shape)) : invoker.Invoke(null, As(handler, shape), finish))!;
    }

    // Of the method itself, beside which stands which of its parameters may be missing. Several at once, and what was compiled
    // at run time, have none that could be named.
    private static Delegate As(Delegate handler, Type shape) =>
        handler.GetType() == shape ? handler
        : handler is { HasSingleTarget: true, Method.DeclaringType: not null } ? Delegate.CreateDelegate(shape, handler.Target, handler.Method)
        : Delegate.CreateDelegate(shape, handler, "Invoke");

    private static Delegate Finish(Type result, Type shape)
    {
        var isTask = result.IsAssignableTo(typeof(Task));
        var answer = HandlerResult.ResultOf(result);
        var (name, taken) = answer is not null ? (nameof(HandlerResult.AwaitAnswer), isTask ? typeof(Task<>) : typeof(ValueTask<>))
            : isTask ? (nameof(HandlerResult.Await), typeof(Task))
            : result == typeof(ValueTask) ? (nameof(HandlerResult.Await), typeof(ValueTask))
            : (nameof(HandlerResult.Answer), null);
        var method = typeof(HandlerResult).GetMethods().Single(candidate => candidate.Name == name && (taken is null || Takes(candidate, taken)));
        return (method.IsGenericMethodDefinition ? method.MakeGenericMethod(answer ?? result) : method).CreateDelegate(shape);
    }

    private static bool Takes(MethodInfo candidate, Type taken)
    {
        var parameter = candidate.GetParameters()[1].ParameterType;
        return parameter == taken || (parameter.IsGenericType && parameter.GetGenericTypeDefinition() == taken);
    }
}
