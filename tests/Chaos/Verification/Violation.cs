namespace Chaos.Verification;

/// <summary>A broken promise.</summary>
/// <param name="Rule">Which.</param>
/// <param name="What">What happened.</param>
/// <param name="Message">The message that it is about, if it is about one.</param>
/// <param name="Client">The client that it happened to, if it happened to one.</param>
/// <param name="At">About when.</param>
internal sealed record Violation(string Rule, string What, int? Message = null, int? Client = null, long? At = null)
{
    public override string ToString() => $"{Rule}: {What}";
}
