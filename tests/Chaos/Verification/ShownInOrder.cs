using Chaos.Record;

namespace Chaos.Verification;

/// <summary>What is checked alike of every place: it is shown as it is stored, in the order of the ids and without a gap.</summary>
/// <param name="history">The history.</param>
/// <param name="missed">The name of the rule that nothing is missed.</param>
/// <param name="inOrder">The name of the rule that the order is right, and nothing comes twice.</param>
/// <param name="violations">What is found.</param>
internal sealed class ShownInOrder(RunHistory history, string missed, string inOrder, ICollection<Violation> violations)
{
    /// <summary>Checks what one client was shown of one place.</summary>
    /// <param name="client">The client.</param>
    /// <param name="place">What is stored of it.</param>
    /// <param name="from">The id behind which it was to be shown.</param>
    /// <param name="shown">What was shown, in turn.</param>
    /// <param name="toTheEnd">Whether it was to be shown up to the last one.</param>
    public void Check(ClientRecord client, PlaceRows place, long from, IEnumerable<(int Message, long Id, long At)> shown, bool toTheEnd)
    {
        var last = from;
        foreach (var (index, id, at) in shown)
        {
            var message = history.Messages[index];
            if (place.Find(id)?.Token is var content && content != message.Text)
            {
                Report("what is shown is stored", $"client {client.Index} was shown {message} as {id}, where {content ?? "nothing"} is stored");
            }
            if (id > place.After(last))
            {
                Report(missed, $"client {client.Index} was shown id {id} after {last}, and not {place.After(last)}");
            }
            else if (id <= last)
            {
                Report(inOrder, $"client {client.Index} was shown id {id} after {last}");
            }
            last = Math.Max(last, id);

            void Report(string rule, string what) => violations.Add(new Violation(rule, what, index, client.Index, at));
        }
        if (toTheEnd && last < place.Last)
        {
            var next = place.Find(place.After(last))!;
            violations.Add(new Violation(
                missed, $"client {client.Index} was shown ids up to {last}, and not {next.Id} (of {place.Last})", history.MessageIn(next)?.Index, client.Index));
        }
    }
}
