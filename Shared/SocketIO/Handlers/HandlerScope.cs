using SocketIO.Limits;
using SocketIO.Sequencing;

namespace SocketIO.Handlers;

/// <summary>
/// What the running handler of an event has submitted: its acknowledgement leaves after that, and waits for nobody
/// else's.
/// </summary>
internal sealed class HandlerScope(LogShare? share)
{
    /// <summary>About what an entry takes in the log beside what it says.</summary>
    private const long FrameBytes = 64;

    private static readonly AsyncLocal<HandlerScope?> Current = new();

    private LogShare? _share = share;
    private long _last;

    /// <summary>The handler's last submission; 0 when there is none.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Makes this the scope of what the caller does from now on.</summary>
    public void Begin() => Current.Value = this;

    /// <summary>Notes a submission of the running handler, if one is running; its client has it counted.</summary>
    public static void Submitted(long submission, IOperation operation, in SubmitOptions options)
    {
        if (Current.Value is { } scope)
        {
            Volatile.Read(ref scope._share)?.Count(SizeOf(operation, options));
            // Several threads of one handler may submit at once.
            for (var last = scope.Last; submission > last; last = scope.Last)
            {
                Interlocked.CompareExchange(ref scope._last, submission, last);
            }
        }
    }

    /// <summary>The handler has completed: what it has left running is the application's, and not its client's.</summary>
    public void End() => Volatile.Write(ref _share, null);

    private static long SizeOf(IOperation operation, in SubmitOptions options) => FrameBytes + operation.Size + (options.Append?.Size ?? 0);
}
