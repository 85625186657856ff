namespace SocketIO.Handlers;

/// <summary>Runs a handler of the application to its end, whatever it throws.</summary>
internal static class GuardedHandler
{
    /// <param name="handler">What is run, in place up to where it first waits, and awaited.</param>
    /// <param name="onError">Told of its exception; must not throw.</param>
    public static async Task RunAsync(Func<ValueTask> handler, Action<Exception> onError)
    {
        try
        {
            await handler().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            onError(exception);
        }
    }
}
