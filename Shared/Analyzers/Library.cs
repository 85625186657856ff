using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SocketIO.Analyzers;

/// <summary>What the analyzers know of the library: all its names are here.</summary>
internal static class Library
{
    private static readonly ImmutableHashSet<string> Assemblies = [
        "EngineIO.AspNetCore", "SocketIO.AspNetCore", "SocketIO.AspNetCore.ClusterAdapter", "SocketIO.AspNetCore.ClusterWorker", "SocketIO.AspNetCore.SingleProcess",
    ];

    private static readonly ImmutableHashSet<string> ClientEmits = ["Emit", "EmitAsync", "Send", "EmitWithAckAsync", "EmitWithAckStream"];
    private static readonly ImmutableHashSet<string> ServerEmits = ["ServerSideEmit", "ServerSideEmitWithAckAsync"];
    private static readonly ImmutableHashSet<string> Listens = ["On", "Once", "OnServerEvent"];
    private static readonly ImmutableHashSet<string> OtherNamed = ["UseHistory"];

    private static readonly ImmutableHashSet<string> ReservedForClients =
        ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

    private static readonly ImmutableHashSet<string> ReservedForServers = ["connect", "connection", "new_namespace"];

    private static readonly ImmutableHashSet<string> LiveObjects =
    [
        "Socket", "RemoteSocket", "EngineSocket", "Namespace", "ParentNamespace", "SocketIOServer", "EventContext", "ServerEventContext",
        "SocketOperator", "BroadcastOperator", "ParentBroadcastOperator", "RemoteSocketOperator", "ServerEventHub",
        "IEventEmitter", "IAckEmitter", "IServerEventEmitter", "IAcknowledgeable",
    ];

    public static bool IsReferencedBy(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(reference => Assemblies.Contains(reference.Name));

    public static bool Owns(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && Assemblies.Contains(assembly.Name);

    /// <summary>Whether it sends arguments: an emit, or an acknowledgement.</summary>
    public static bool Sends(IMethodSymbol method) => IsEmit(method) || IsAck(method);

    private static bool IsAck(IMethodSymbol method) => method.Name == "Ack" && Owns(method);

    /// <summary>Whether it adds a handler whose parameters are an event's arguments.</summary>
    public static bool IsListening(IMethodSymbol method) => Listens.Contains(method.Name) && Owns(method);

    /// <summary>The parameter that is the event's name, of a method that sends or listens.</summary>
    public static IParameterSymbol? EventNameOf(IMethodSymbol method)
    {
        var isNamed = (Listens.Contains(method.Name) || OtherNamed.Contains(method.Name)) && Owns(method);
        return isNamed || IsEmit(method)
            ? OwnParameters(method).FirstOrDefault(parameter => parameter.OriginalDefinition.Type.SpecialType == SpecialType.System_String)
            : null;
    }

    public static bool IsReserved(IMethodSymbol method, string eventName) =>
        (IsBetweenServers(method) ? ReservedForServers : ReservedForClients).Contains(eventName);

    /// <summary>The parameters, without the receiver of an extension method.</summary>
    public static IEnumerable<IParameterSymbol> OwnParameters(IMethodSymbol method) => method.Parameters.Skip(method.IsExtensionMethod ? 1 : 0);

    /// <summary>The list of arguments that an emit takes instead of single ones.</summary>
    public static bool IsArgumentList(ITypeSymbol? type) => Is(type, "ArgumentList");

    public static bool IsOptional(ITypeSymbol type) => Is(type, "Optional");

    /// <summary>Whether it is what a handler may have before the event's arguments.</summary>
    public static bool IsContext(ITypeSymbol type) => Is(type, "EventContext") || Is(type, "ServerEventContext");

    /// <summary>Whether a value stands for something of this process, such as a socket.</summary>
    public static bool IsLive(ITypeSymbol type) =>
        (LiveObjects.Contains(type.Name) && Owns(type)) || type.AllInterfaces.Any(part => LiveObjects.Contains(part.Name) && Owns(part));

    private static bool Is(ITypeSymbol? type, string name) => type is not null && type.Name == name && Owns(type);

    private static bool IsEmit(IMethodSymbol method) =>
        (ClientEmits.Contains(method.Name) || ServerEmits.Contains(method.Name)) && Owns(method);

    private static bool IsBetweenServers(IMethodSymbol method) =>
        ServerEmits.Contains(method.Name) || method.Name == "OnServerEvent" || ReceiverOf(method).Name == "ServerEventHub";

    private static ITypeSymbol ReceiverOf(IMethodSymbol method) => method.IsExtensionMethod ? method.Parameters[0].Type : method.ContainingType;
}
