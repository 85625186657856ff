using System.Globalization;
using System.Text;
using SocketIO.Recovery;

namespace SocketIO.History;

/// <summary>
/// Notes in the data of a session from which number of the log on its client has the histories that it asked for. A client that
/// comes back with an older offset dropped in the middle of one: it is not recovered, but starts again from the ids it has.
/// </summary>
internal sealed class HistoryMark
{
    /// <summary>The key of the session's data.</summary>
    public const string DataKey = "\u0001history";

    private readonly Lock _lock = new();
    private long _from = -1;

    /// <summary>Whether a session that goes on has its histories whole, up to where its missed events begin.</summary>
    public static bool IsWhole(SessionChange claimed) =>
        !claimed.Rooms.Any(LiveRooms.Is)
        || (claimed.Data.TryGetValue(DataKey, out var from)
            && System.Buffers.Text.Utf8Parser.TryParse(from.Span, out long number, out _) && claimed.Position >= number);

    /// <summary>Something stored is about to be sent, which ends with this number.</summary>
    public void Begin(long number, Action<ReadOnlyMemory<byte>> note)
    {
        // In the lock: the log gets them in this order.
        lock (_lock)
        {
            Note(number, note);
        }
    }

    /// <summary>Nothing needs to be sent: there is nothing that can be missed in its middle.</summary>
    public void BeginWithNothing(Action<ReadOnlyMemory<byte>> note)
    {
        lock (_lock)
        {
            if (_from < 0)
            {
                Note(0, note);
            }
        }
    }

    /// <summary>What was about to be sent turned out to be nothing.</summary>
    public void TakeBack(long number, Action<ReadOnlyMemory<byte>> note)
    {
        lock (_lock)
        {
            if (_from == number)
            {
                Note(0, note);
            }
        }
    }

    private void Note(long number, Action<ReadOnlyMemory<byte>> note)
    {
        _from = number;
        note(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
    }
}
