namespace SocketIO.Sequencing;

/// <summary>A session that a change of several concerned.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its public id.</param>
/// <param name="Person">Whose session it is; may be empty.</param>
/// <param name="Ended">Whether it is over.</param>
public readonly record struct SessionReference(string Namespace, string Sid, string Person, bool Ended);
