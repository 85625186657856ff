using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SocketIO.Sockets;

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
        return handler => (Func<EventContext, ValueTask>)closed.Invoke(null, finish is null ? [As(handler, shape)] : [As(handler, shape), finish])!;
    }

    private static Delegate As(Delegate handler, Type shape) =>
        handler.GetType() == shape ? handler : Delegate.CreateDelegate(shape, handler, "Invoke");

    private static Delegate Finish(Type result, Type shape)
    {
        var isTask = result == typeof(Task) || result == typeof(ValueTask);
        var isTaskOfT = result.IsGenericType && (result.GetGenericTypeDefinition() == typeof(Task<>) || result.GetGenericTypeDefinition() == typeof(ValueTask<>));
        var name = isTask ? nameof(HandlerResult.Await) : isTaskOfT ? nameof(HandlerResult.AwaitAnswer) : nameof(HandlerResult.Answer);
        var method = typeof(HandlerResult).GetMethods().Single(candidate => candidate.Name == name && Takes(candidate, result));
        return (method.IsGenericMethodDefinition ? method.MakeGenericMethod(isTaskOfT ? result.GetGenericArguments()[0] : result) : method).CreateDelegate(shape);
    }

    private static bool Takes(MethodInfo candidate, Type result)
    {
        var parameter = candidate.GetParameters()[1].ParameterType;
        return parameter == result || parameter.IsGenericParameter
            || (parameter.IsGenericType && result.IsGenericType && parameter.GetGenericTypeDefinition() == result.GetGenericTypeDefinition());
    }
}
