using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace SocketIO.Analyzers;

/// <summary>What a call sends, whatever its form: single parameters, an array, or a list of arguments.</summary>
internal static class SentArguments
{
    /// <summary>The data of a call in their order, and whether each comes last in the call.</summary>
    public static IEnumerable<(IOperation Value, bool IsLast)> Of(IInvocationOperation call)
    {
        var given = call.Arguments
            .Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is not null)
            .OrderBy(argument => argument.Parameter!.Ordinal)
            .ToList();
        var data = new HashSet<int>(Library.OwnParameters(call.TargetMethod).Where(IsData).Select(parameter => parameter.Ordinal));
        foreach (var argument in given.Where(argument => data.Contains(argument.Parameter!.Ordinal)))
        {
            List<IOperation> items = IsListed(argument.Parameter!) ? [.. ItemsOf(argument.Value)] : [Source(argument.Value)];
            for (var index = 0; index < items.Count; index++)
            {
                var isLast = argument == given[given.Count - 1] && index == items.Count - 1;
                foreach (var value in PartsOf(items[index]))
                {
                    yield return (value, isLast && value == items[index]);
                }
            }
        }
    }

    /// <summary>The values of an array that is written in its place and says nothing of their types; else the value itself.</summary>
    private static IEnumerable<IOperation> PartsOf(IOperation value) =>
        value is IArrayCreationOperation { Initializer: { } initializer, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } }
            ? initializer.ElementValues.Select(Source).SelectMany(PartsOf)
            : [value];

    // The event's name is a string, a time-out is a TimeSpan: both are not data.
    private static bool IsData(IParameterSymbol parameter) =>
        IsListed(parameter) || parameter.Type.SpecialType == SpecialType.System_Object || parameter.OriginalDefinition.Type is ITypeParameterSymbol;

    private static bool IsListed(IParameterSymbol parameter) =>
        parameter.IsParams
        || parameter.Type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object }
        || Library.IsArgumentList(parameter.Type);

    private static IEnumerable<IOperation> ItemsOf(IOperation list)
    {
        var source = Source(list);
        return source switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.Select(Source),
            ICollectionExpressionOperation collection => collection.Elements.Select(Source),
            IConversionOperation conversion when Library.IsArgumentList(conversion.Type) => ItemsOf(conversion.Operand),
            IObjectCreationOperation creation when Library.IsArgumentList(creation.Type) => ItemsOf(creation.Arguments),
            IInvocationOperation call when Library.IsArgumentList(call.Type) => ItemsOf(call.Arguments),
            // One that comes from elsewhere.
            _ when Library.IsArgumentList(source.Type) => [],
            _ => [source],
        };
    }

    private static IEnumerable<IOperation> ItemsOf(IEnumerable<IArgumentOperation> arguments) => arguments.SelectMany(argument =>
        argument.Parameter is { } parameter && (IsListed(parameter) || IsSequence(parameter.Type)) ? ItemsOf(argument.Value) : [Source(argument.Value)]);

    private static bool IsSequence(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } sequence && sequence.TypeArguments[0].SpecialType == SpecialType.System_Object;

    /// <summary>The value before it was boxed.</summary>
    private static IOperation Source(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion
            && (conversion.IsImplicit || conversion.Type?.SpecialType == SpecialType.System_Object)
            && (conversion.Operand.Type is not null || conversion.Operand is ICollectionExpressionOperation))
        {
            value = conversion.Operand;
        }
        return value is IParenthesizedOperation parenthesized ? Source(parenthesized.Operand) : value;
    }
}
