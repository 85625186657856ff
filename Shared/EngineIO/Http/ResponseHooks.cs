using EngineIO.Diagnostics;
using EngineIO.Sessions;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>Lets the application edit the headers of a response, just before it is written.</summary>
internal static class ResponseHooks
{
    /// <summary>The response that opens a session.</summary>
    public static ValueTask ApplyInitialAsync(EngineRuntime runtime, HttpContext context)
    {
        var initial = RunAsync(runtime, context, runtime.Options.InitialHeaders);
        return initial.IsCompletedSuccessfully ? ApplyAsync(runtime, context) : ThenAsync(initial, runtime, context);
    }

    /// <summary>A response to a session that exists.</summary>
    public static ValueTask ApplyAsync(EngineRuntime runtime, HttpContext context) =>
        RunAsync(runtime, context, runtime.Options.Headers);

    private static async ValueTask ThenAsync(ValueTask initial, EngineRuntime runtime, HttpContext context)
    {
        await initial;
        await ApplyAsync(runtime, context);
    }

    private static ValueTask RunAsync(EngineRuntime runtime, HttpContext context, Func<HttpContext, IHeaderDictionary, ValueTask>? hook)
    {
        if (hook is null)
        {
            return ValueTask.CompletedTask;
        }
        ValueTask running;
        try
        {
            running = hook(context, context.Response.Headers);
        }
        catch (Exception exception)
        {
            Log.HookFailed(runtime.Logger, exception);
            return ValueTask.CompletedTask;
        }
        return running.IsCompletedSuccessfully ? running : FinishAsync(runtime, context, running);
    }

    private static async ValueTask FinishAsync(EngineRuntime runtime, HttpContext context, ValueTask running)
    {
        try
        {
            await running;
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.HookFailed(runtime.Logger, exception);
            }
        }
    }
}
