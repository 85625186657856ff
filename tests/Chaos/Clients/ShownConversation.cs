using Chaos.Record;

namespace Chaos.Clients;

/// <summary>One private conversation as a client shows it. Not thread-safe.</summary>
/// <param name="shown">Takes what is shown.</param>
internal sealed class ShownConversation(List<ShownMessage> shown)
{
    private readonly SortedDictionary<long, (long Previous, int Message)> _held = [];
    private long _expected;

    /// <summary>The id of the last message that is shown.</summary>
    public long Last { get; private set; }

    /// <summary>Whether messages are to be read back.</summary>
    public bool IsMissing => _expected > Last || _held.Count > 0;

    /// <summary>A message came as an event: it is shown, or held until those before it are.</summary>
    public void Add(long id, long previous, int message)
    {
        if (id > Last)
        {
            _held[id] = (previous, message);
            ShowHeld();
        }
    }

    /// <summary>There is a message of this id.</summary>
    public void Expect(long id) => _expected = Math.Max(_expected, id);

    /// <summary>Everything behind the last one that was shown, as it was stored.</summary>
    public void AddReadBack(IEnumerable<KeyValuePair<long, int>> messages)
    {
        foreach (var (id, message) in messages)
        {
            if (id > Last)
            {
                Show(id, message, isReadBack: true);
                _held.Remove(id);
            }
        }
        ShowHeld();
    }

    private void ShowHeld()
    {
        foreach (var (id, (previous, message)) in _held.ToArray())
        {
            if (previous > Last)
            {
                return;
            }
            _held.Remove(id);
            if (id > Last)
            {
                Show(id, message, isReadBack: false);
            }
        }
    }

    private void Show(long id, int message, bool isReadBack)
    {
        shown.Add(new ShownMessage(message, id, Clock.Now, isReadBack));
        Last = id;
    }
}
