namespace SocketIO.History;

/// <summary>Something that is sent piece by piece to one client.</summary>
internal interface IReplay
{
    /// <summary>Sends the next piece; false if it was the last one, or the client has gone.</summary>
    bool SendNext();

    /// <summary>Completes when the client can take another piece, or has gone.</summary>
    ValueTask WhenReadyAsync();

    /// <summary>It cannot go on.</summary>
    void Fail(Exception exception);
}
