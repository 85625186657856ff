namespace Client.Tests.Recovery;

/// <summary>Says in few words how what came differs from what was to come.</summary>
internal static class EventComparison
{
    public static string? Describe(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        if (expected.SequenceEqual(actual))
        {
            return null;
        }
        if (actual.Except(expected).ToArray() is { Length: > 0 } foreign)
        {
            return $"leaked: {string.Join(", ", foreign)}";
        }
        if (expected.Except(actual).ToArray() is { Length: > 0 } lost)
        {
            return $"lost: {string.Join(", ", lost)}";
        }
        if (actual.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key).ToArray() is { Length: > 0 } doubled)
        {
            return $"twice: {string.Join(", ", doubled)}";
        }
        return $"out of order: {string.Join(", ", actual)}";
    }
}
