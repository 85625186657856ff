namespace SocketIO.Sequencer.Sessions;

/// <summary>Where sessions are kept.</summary>
internal interface ISessionStore
{
    void SaveSession(Session session);

    void DropSession(string sid);
}
