using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Where clients connect to, and how.</summary>
/// <param name="Ports">The port of each worker, as clients see it.</param>
/// <param name="Polling">Whether it polls.</param>
/// <param name="ServerOffset">From which id on it wants the chat.</param>
/// <param name="Person">Whose it is; <see langword="null"/> for a client of the tutorial, which stands for itself.</param>
internal sealed record ClientPlace(IReadOnlyList<int> Ports, bool Polling, long ServerOffset, Person? Person = null);
