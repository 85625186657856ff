namespace SocketIO.Analyzers;

/// <summary>What to do instead.</summary>
internal static class Advice
{
    public static string ToSend(Unsupported why) => why switch
    {
        Unsupported.Task => "that is the task and not its result; await it first",
        Unsupported.Delegate => "a function cannot be written; for an acknowledgement there is EmitWithAckAsync",
        Unsupported.Stream => "a stream cannot be written; read it into a byte array first",
        Unsupported.Reflection => "what reflection gives cannot be written; send a name",
        Unsupported.Pointer => "a pointer means nothing elsewhere",
        Unsupported.AsyncStream => "it cannot be written at once; gather its items first",
        Unsupported.Sequence => "it is not in one piece; make it an array first",
        Unsupported.Token => "a CancellationToken is no data; as the last argument of an emit it cancels",
        Unsupported.HttpContext => "it belongs to this process; send what the other side needs of it",
        Unsupported.List => "an ArgumentList stands for all the arguments",
        _ => "it belongs to this process; send its id, or what the other side needs of it",
    };

    public static string ToReceive(Unsupported why) => why switch
    {
        Unsupported.Task => "what comes is there already",
        Unsupported.Delegate => "no function comes; a handler acknowledges by its result, or with EventContext.Ack",
        Unsupported.Stream or Unsupported.AsyncStream or Unsupported.Sequence => "what comes is complete; take a byte array, or an array of its items",
        Unsupported.HttpContext or Unsupported.Live => "no event brings it; the EventContext gives the socket, and with it the rest",
        Unsupported.Token => "a CancellationToken is no data; as a parameter of its own it tells of the connection's end",
        Unsupported.List => "EventContext.Arguments has all of them",
        _ => "no event can bring it",
    };
}
