using Microsoft.CodeAnalysis;

namespace SocketIO.Analyzers;

/// <summary>Every diagnostic. An error is what cannot work at run time, a warning what works otherwise than it reads.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor AsyncVoidHandler = Warning(
        "SIO001",
        "A handler must not be async void",
        "Nothing waits for this asynchronous handler, since '{0}' takes a delegate here that returns nothing, and an exception in it ends the process: give it one that returns Task or ValueTask");

    public static readonly DiagnosticDescriptor DroppedTask = Warning(
        "SIO002",
        "A task is dropped",
        "Nothing waits for what '{0}' returns, and an exception in it is lost: await it, return it, or say '_ =' if that is meant");

    public static readonly DiagnosticDescriptor UnsupportedArgument = Error(
        "SIO003",
        "An argument of this type cannot be sent",
        "'{0}' cannot be sent as an argument: {1}");

    public static readonly DiagnosticDescriptor EventName = Error(
        "SIO004",
        "An event must not have this name",
        "{0}");

    public static readonly DiagnosticDescriptor UnsupportedHandler = Error(
        "SIO005",
        "A handler must not have this parameter or result",
        "{0}");

    public static readonly DiagnosticDescriptor MisplacedToken = Error(
        "SIO006",
        "A CancellationToken is no data",
        "A CancellationToken is no data, and cancels as the last argument only");

    public static readonly DiagnosticDescriptor DiscardedResult = Warning(
        "SIO007",
        "A discard is what the lambda returns",
        "The lambda returns what is assigned to '_' here, and '{0}' {1} it: leave '_ =' out, or put braces round the statement");

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "SocketIO", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "SocketIO", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
