using Fuzz.Inputs;

namespace Fuzz.Wire;

/// <summary>A client that means no good. Each has connections and sessions of its own.</summary>
internal interface IAttack : IAsyncDisposable
{
    /// <summary>Sends one input and sees to it that the server answers, or ends the connection.</summary>
    /// <returns>Whether it was accepted: the request, or the session it was sent in, is still good.</returns>
    Task<bool> RunAsync(Dice dice);
}
