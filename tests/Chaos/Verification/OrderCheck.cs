using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// There is one order that all clients agree with. It needs no numbers: what each client got, one after the other, makes up
/// a graph of all messages, which must have no cycle.
/// </summary>
internal static class OrderCheck
{
    public static void Run(MessageTable table, ICollection<Violation> violations)
    {
        var history = table.History;
        var followers = Followers(history);
        var open = new int[history.Messages.Count];
        foreach (var edge in followers)
        {
            open[Target(edge)]++;
        }
        var starts = Starts(followers, history.Messages.Count);
        var ready = new Stack<int>(Enumerable.Range(0, open.Length).Where(message => open[message] == 0));
        var left = open.Length;
        while (ready.TryPop(out var message))
        {
            left--;
            for (var i = starts[message]; i < starts[message + 1]; i++)
            {
                var target = Target(followers[i]);
                if (--open[target] == 0)
                {
                    ready.Push(target);
                }
            }
        }
        if (left > 0)
        {
            Report(history, followers, starts, open, violations);
        }
    }

    /// <summary>Each pair of messages that some client got one after the other, once, sorted.</summary>
    private static long[] Followers(RunHistory history)
    {
        // Sorted, and not in a set: the hash of two numbers that follow one another is nearly always the same.
        var edges = new List<long>();
        foreach (var client in history.Clients)
        {
            var last = -1;
            foreach (var delivery in client.Deliveries)
            {
                if (delivery.IsReplay)
                {
                    continue;
                }
                // What came twice in a row is another rule's.
                if (last >= 0 && last != delivery.Message)
                {
                    edges.Add((long)last << 32 | (uint)delivery.Message);
                }
                last = delivery.Message;
            }
        }
        edges.Sort();
        return [.. edges.Where((edge, i) => i == 0 || edge != edges[i - 1])];
    }

    private static int[] Starts(long[] followers, int messages)
    {
        var starts = new int[messages + 1];
        foreach (var edge in followers)
        {
            starts[(int)(edge >> 32) + 1]++;
        }
        for (var i = 0; i < messages; i++)
        {
            starts[i + 1] += starts[i];
        }
        return starts;
    }

    /// <summary>Walks back from a message that was never free until one comes up again: that is a cycle.</summary>
    private static void Report(RunHistory history, long[] followers, int[] starts, int[] open, ICollection<Violation> violations)
    {
        var path = new List<int>();
        var at = new Dictionary<int, int>();
        // Only messages within, or behind, a cycle are left; of those each has a predecessor that is left too.
        var before = Predecessors(followers, open);
        var message = Array.FindIndex(open, count => count > 0);
        while (at.TryAdd(message, path.Count))
        {
            path.Add(message);
            message = before[message];
        }
        var cycle = path[at[message]..];
        cycle.Reverse();
        var steps = cycle.Select((from, i) => (From: from, To: cycle[(i + 1) % cycle.Count])).ToArray();
        var what = string.Join(", ", steps.Take(6).Select(step => $"{MessageText.Of(step.From)} before {MessageText.Of(step.To)} at client {Witness(history, step.From, step.To)}"));
        violations.Add(new Violation("one order for all", what, cycle[0], Witness(history, steps[0].From, steps[0].To), history.Messages[cycle[0]].SentAt));
    }

    private static Dictionary<int, int> Predecessors(long[] followers, int[] open)
    {
        var before = new Dictionary<int, int>();
        foreach (var edge in followers)
        {
            var (from, to) = ((int)(edge >> 32), Target(edge));
            if (open[from] > 0 && open[to] > 0)
            {
                before[to] = from;
            }
        }
        return before;
    }

    private static int Witness(RunHistory history, int from, int to) =>
        history.Clients.First(client => client.Deliveries
            .Where(delivery => !delivery.IsReplay)
            .Select(delivery => delivery.Message)
            .Pairwise()
            .Contains((from, to))).Index;

    private static IEnumerable<(int, int)> Pairwise(this IEnumerable<int> items) => items.Zip(items.Skip(1));

    private static int Target(long edge) => (int)(edge & uint.MaxValue);
}
