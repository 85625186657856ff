namespace EngineIO;

/// <summary>The layer above Engine.IO: hears of every new session.</summary>
public interface IEngineIOHandler
{
    /// <summary>
    /// Called once per session, before any of its messages. What it sends follows the open packet. An exception refuses
    /// the session.
    /// </summary>
    /// <param name="socket">The new session.</param>
    /// <returns>The receiver of the session's messages.</returns>
    IEngineSocketHandler OnOpen(EngineSocket socket);
}
