using System.Runtime.ExceptionServices;

namespace SocketIO.Arguments;

/// <summary>
/// Reads and writes what nests deeply where there is room for it: System.Text.Json goes down the stack with each level, by up to
/// 2 KB, and a thread that runs out of stack takes the process with it. So little is that deep that a thread of its own is no
/// matter.
/// </summary>
internal static class DeepStack
{
    /// <summary>How deep the stack of any thread suffices.</summary>
    public const int SafeDepth = 64;

    private const int BytesOfALevel = 8 * 1024;
    private const int BytesOfTheRest = 1024 * 1024;

    [ThreadStatic]
    private static bool _isHere;

    /// <summary>Whether this thread has room.</summary>
    public static bool IsHere => _isHere;

    /// <summary>Whether JSON nests deeper than is safe; it need not be valid.</summary>
    public static bool IsNeededFor(ReadOnlySpan<byte> json)
    {
        // Each level takes two brackets.
        if (json.Length <= 2 * SafeDepth)
        {
            return false;
        }
        var depth = 0;
        var inText = false;
        for (var i = 0; i < json.Length && depth <= SafeDepth; i++)
        {
            switch (json[i])
            {
                case (byte)'"':
                    inText = !inText;
                    break;
                case (byte)'\\' when inText:
                    i++;
                    break;
                case (byte)'[' or (byte)'{' when !inText:
                    depth++;
                    break;
                case (byte)']' or (byte)'}' when !inText:
                    depth--;
                    break;
                default:
                    break;
            }
        }
        return depth > SafeDepth;
    }

    /// <summary>Does something that goes so deep, and waits for it.</summary>
    public static T Run<T>(int depth, Func<T> action)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                _isHere = true;
                try
                {
                    result = action();
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            BytesOfTheRest + (depth * BytesOfALevel));
        thread.IsBackground = true;
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
