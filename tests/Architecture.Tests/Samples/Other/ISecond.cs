namespace Architecture.Tests;

/// <summary>Has no code, so that the symbols say otherwise where it is.</summary>
internal interface ISecond
{
    string Name { get; }
}
