using System.Collections.Concurrent;
using System.Diagnostics;

namespace Fuzz.Wire;

/// <summary>Counts what is open at the server, and knows since when a request waits for its answer.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<object, long> _requests = new();
    private int _connections;
    private int _webSockets;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests without an answer yet, and WebSockets.</summary>
    public int Requests => _requests.Count + Volatile.Read(ref _webSockets);

    /// <summary>How long the oldest request waits for its answer; a poll is answered at the next ping at the latest.</summary>
    public TimeSpan LongestWait => _requests.IsEmpty ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_requests.Values.DefaultIfEmpty(Stopwatch.GetTimestamp()).Min());

    public async Task CountConnectionAsync(Func<Task> serve)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await serve();
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    public async Task CountRequestAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Upgrade.Count > 0)
        {
            Interlocked.Increment(ref _webSockets);
            try
            {
                await next(context);
            }
            finally
            {
                Interlocked.Decrement(ref _webSockets);
            }
            return;
        }
        var key = new object();
        _requests[key] = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            _requests.TryRemove(key, out _);
        }
    }
}
