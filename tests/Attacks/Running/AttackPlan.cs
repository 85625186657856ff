namespace Attacks.Running;

/// <summary>How long an attack is, and how long it is looked at.</summary>
/// <param name="Duration">How long it is.</param>
/// <param name="Quiet">How long others are measured before, twice: the first time does not count.</param>
/// <param name="After">When the memory is read again.</param>
/// <param name="MostMessages">How many messages the chat holds before it begins, at the most.</param>
internal sealed record AttackPlan(TimeSpan Duration, TimeSpan Quiet, TimeSpan After, int MostMessages)
{
    /// <summary>To see that nobody is lost.</summary>
    public static AttackPlan Brief { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), MostMessages: 1_000);

    /// <summary>To measure.</summary>
    public static AttackPlan For(TimeSpan duration) => new(duration, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), int.MaxValue);
}
