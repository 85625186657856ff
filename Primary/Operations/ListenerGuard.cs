using Primary.Hosting;

namespace Primary.Operations;

/// <summary>
/// Keeps the listeners apart: the relay answers only on its own, and the control port only to names of this machine,
/// so that a web page cannot reach it under another name.
/// </summary>
internal sealed class ListenerGuard(PrimaryOptions options)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isControl = context.Connection.LocalPort == options.ControlPort;
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        var isRelay = context.Request.Path.StartsWithSegments("/cluster.Cluster");
        if (isControl ? isGrpc || isRelay : !isGrpc || !isRelay)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        if (isControl && !LoopbackName.Is(context.Request.Host.Host))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("The control port answers to names of this machine only.", context.RequestAborted);
        }
        return next(context);
    }
}
