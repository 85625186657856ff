namespace SocketIO.Sequencing;

/// <summary>A session and its generation: each claim makes a new one, and what an older one says is void.</summary>
/// <param name="Sid">The session's public id.</param>
/// <param name="Generation">Its generation, from 1.</param>
public readonly record struct SessionKey(string Sid, long Generation);
