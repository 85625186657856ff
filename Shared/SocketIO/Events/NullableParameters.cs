using System.Collections.Concurrent;
using System.Reflection;

namespace SocketIO.Events;

/// <summary>
/// Which parameters of a handler may be null. The compiler notes it beside the method, so it is looked up there, once for each
/// handler that gets a null. In a trimmed application the note may be gone: then none may, and <c>Optional</c> says it instead.
/// </summary>
internal static class NullableParameters
{
    private static readonly ConcurrentDictionary<MethodInfo, bool[]> Known = new();

    public static bool Allows(Delegate handler, int parameter)
    {
        var nullable = Known.GetOrAdd(handler.Method, Read);
        return parameter < nullable.Length && nullable[parameter];
    }

    private static bool[] Read(MethodInfo method)
    {
        var context = new NullabilityInfoContext();
        try
        {
            return Array.ConvertAll(method.GetParameters(), parameter => context.Create(parameter).WriteState == NullabilityState.Nullable);
        }
        catch (InvalidOperationException)
        {
            // Trimmed away.
            return [];
        }
    }
}
