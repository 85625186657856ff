namespace SocketIO.Events;

/// <summary>Gives a handler its parameters, from first to last: the arguments of the event, and what is given beside them.</summary>
internal struct ParameterReader(EventContext context, Delegate handler)
{
    private int _parameter;
    private int _argument;

    /// <summary>The next parameter.</summary>
    /// <exception cref="EventArgumentException">The argument is missing, null, or of another type.</exception>
    public T Next<T>()
    {
        var parameter = _parameter++;
        if (typeof(T) == typeof(CancellationToken) || typeof(T) == typeof(CancellationToken?))
        {
            return (T)(object)context.Socket.ConnectionAborted;
        }
        if (typeof(T) == typeof(EventContext))
        {
            return (T)(object)context;
        }
        var argument = _argument++;
        return context.Arguments.IsMissing(argument) && OptionalParameters.TryGive<T>(handler, parameter, out var given)
            ? given
            : context.Arguments.Get<T>(argument);
    }
}
