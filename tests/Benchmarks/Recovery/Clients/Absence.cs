namespace Benchmarks.Recovery.Clients;

/// <summary>A time without a connection.</summary>
/// <param name="LostAt">When the connection was lost.</param>
/// <param name="BackAt">When CONNECT was answered again.</param>
/// <param name="Recovered">Whether the session was recovered.</param>
/// <param name="Attempts">How often it was tried.</param>
internal readonly record struct Absence(long LostAt, long BackAt, bool Recovered, int Attempts)
{
    public double Milliseconds => (BackAt - LostAt) / 1000.0;
}
