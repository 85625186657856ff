using EngineIO.Sessions;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>Lets the application edit the headers of a response, just before it is written.</summary>
internal static class ResponseHooks
{
    /// <summary>The response that opens a session.</summary>
    public static void ApplyInitial(EngineRuntime runtime, HttpContext context)
    {
        Run(runtime, context, runtime.Options.InitialHeaders);
        Apply(runtime, context);
    }

    /// <summary>A response to a session that exists.</summary>
    public static void Apply(EngineRuntime runtime, HttpContext context) => Run(runtime, context, runtime.Options.Headers);

    private static void Run(EngineRuntime runtime, HttpContext context, Action<HttpContext, IHeaderDictionary>? hook)
    {
        try
        {
            hook?.Invoke(context, context.Response.Headers);
        }
        catch (Exception exception)
        {
            Log.HookFailed(runtime.Logger, exception);
        }
    }
}
