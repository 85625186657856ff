using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>Where a delegate is handed to the library: to a method, a property or an event of it.</summary>
internal static class HandlerSite
{
    /// <summary>The member that gets it, or <see langword="null"/> if none of the library does.</summary>
    public static ISymbol? MemberThatGets(IDelegateCreationOperation handler)
    {
        IOperation child = handler;
        while (child.Parent is { } parent && PassesOn(parent, child))
        {
            child = parent;
        }
        return TargetOf(child.Parent, child) is { } member && Library.Owns(member) ? member : null;
    }

    /// <summary>Whether a function, as which a statement runs, is handed to the library in its file.</summary>
    public static bool IsHandler(IMethodSymbol function, SemanticModel model, CancellationToken cancellation) =>
        model.SyntaxTree.GetRoot(cancellation).DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => name.Identifier.ValueText == function.Name)
            .Any(name => ReferenceAt(name, model, cancellation) is { Parent: IDelegateCreationOperation handler } reference
                && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function.OriginalDefinition)
                && MemberThatGets(handler) is not null);

    private static IMethodReferenceOperation? ReferenceAt(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return model.GetOperation(whole, cancellation) as IMethodReferenceOperation;
    }

    private static bool PassesOn(IOperation parent, IOperation child) => parent switch
    {
        IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation or ICoalesceOperation or ISwitchExpressionOperation => true,
        IConditionalOperation conditional => conditional.Condition != child,
        ISwitchExpressionArmOperation arm => arm.Value == child,
        _ => false,
    };

    private static ISymbol? TargetOf(IOperation? parent, IOperation child) => parent switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } => call.TargetMethod,
        IArgumentOperation { Parent: IObjectCreationOperation creation } => creation.Constructor,
        IAssignmentOperation assignment when assignment.Value == child => (assignment.Target as IMemberReferenceOperation)?.Member,
        IEventAssignmentOperation { Adds: true } assignment => (assignment.EventReference as IEventReferenceOperation)?.Event,
        _ => null,
    };
}
