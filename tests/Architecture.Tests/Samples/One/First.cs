namespace Architecture.Tests.Samples.One;

/// <summary>Needs the other folder, which needs this one.</summary>
internal sealed class First
{
    public static Second? Second { get; set; }
}
