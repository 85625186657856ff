using Architecture.Tests.Samples.One;

namespace Architecture.Tests;

/// <summary>Needs the other folder in a method only; has the namespace of the root, and lies here all the same.</summary>
internal sealed class Second
{
    public enum Kind
    {
        Only,
    }

    public static string Name() => nameof(Second) + new First();
}
