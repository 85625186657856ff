namespace SocketIO.Sequencer;

/// <summary>How many sessions there are.</summary>
/// <param name="Connected">With a connection.</param>
/// <param name="Away">Within their windows.</param>
internal readonly record struct SessionCounts(int Connected, int Away);
