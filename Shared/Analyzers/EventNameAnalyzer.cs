using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>SIO004: a constant name that the library refuses.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventNameAnalyzer : LibraryAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.EventName];

    private protected override void Start(CompilationStartAnalysisContext start, ValueTypes types) =>
        start.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (Library.EventNameOf(call.TargetMethod) is { } parameter
            && call.Arguments.FirstOrDefault(one => one.Parameter?.Ordinal == parameter.Ordinal) is { ArgumentKind: ArgumentKind.Explicit } argument
            && argument.Value.ConstantValue is { HasValue: true, Value: var name }
            && Complaint(call.TargetMethod, name as string) is { } complaint)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.EventName, argument.Value.Syntax.GetLocation(), complaint));
        }
    }

    private static string? Complaint(IMethodSymbol method, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return "An event has a name: an empty one is refused at run time";
        }
        return Library.IsReserved(method, name!) ? $"'{name}' is a reserved event name, and refused at run time{Instead(method, name!)}" : null;
    }

    private static string Instead(IMethodSymbol method, string name) => (Library.IsListening(method), name) switch
    {
        (true, "connect" or "connection") => ": there is OnConnection",
        (true, "disconnect") => ": there is OnDisconnected",
        (true, "disconnecting") => ": there is OnDisconnecting",
        (true, "new_namespace") => ": there is OnNewNamespace",
        (false, "disconnect") => ": there is Disconnect",
        (false, "connect_error") => ": a middleware refuses a client with a ConnectError",
        _ => "",
    };
}
