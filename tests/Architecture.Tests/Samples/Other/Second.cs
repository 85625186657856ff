using Architecture.Tests.Samples.One;

namespace Architecture.Tests.Samples.Other;

/// <summary>Needs the other folder in a method only.</summary>
internal sealed class Second
{
    public static string Name() => nameof(Second) + new First();
}
