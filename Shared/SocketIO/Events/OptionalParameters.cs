using System.Collections.Concurrent;
using System.Reflection;

namespace SocketIO.Events;

/// <summary>
/// Which parameters of a handler may be missing, and what they are then: the default value that is declared, or null. The
/// compiler notes both beside the method, so they are looked up there, once for each handler that lacks one. In a trimmed
/// application the notes on references may be gone: then none may be null, and <c>Optional</c> says it instead.
/// </summary>
internal static class OptionalParameters
{
    private static readonly ConcurrentDictionary<MethodInfo, Note[]> Known = new();

    /// <summary>Gives what a parameter is when its argument is missing; false if that must not be.</summary>
    public static bool TryGive<T>(Delegate handler, int parameter, out T value)
    {
        value = default!;
        // The first one of an extension method is what it was taken from.
        var index = handler is { Method.IsStatic: true, Target: not null } ? parameter + 1 : parameter;
        var notes = Known.GetOrAdd(handler.Method, Read);
        if (index >= notes.Length || !notes[index].MayBeMissing)
        {
            return false;
        }
        if (notes[index].Default is { } declared)
        {
            value = (T)declared;
        }
        return true;
    }

    private static Note[] Read(MethodInfo method)
    {
        var context = new NullabilityInfoContext();
        return Array.ConvertAll(method.GetParameters(), parameter => parameter.HasDefaultValue
            ? new Note(MayBeMissing: true, DefaultOf(parameter))
            : new Note(IsNullable(context, parameter), Default: null));
    }

    // An enum's is noted as a number.
    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.DefaultValue is { } value && (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } type
            ? Enum.ToObject(type, value)
            : parameter.DefaultValue;

    private static bool IsNullable(NullabilityInfoContext context, ParameterInfo parameter)
    {
        try
        {
            return context.Create(parameter).WriteState == NullabilityState.Nullable;
        }
        catch (InvalidOperationException)
        {
            // Trimmed away.
            return false;
        }
    }

    private readonly record struct Note(bool MayBeMissing, object? Default);
}
