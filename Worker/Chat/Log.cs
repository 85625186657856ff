namespace Worker.Chat;

internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Error, "a client could not be told of its private conversations")]
    public static partial void ConversationsNotTold(ILogger logger, Exception exception);
}
