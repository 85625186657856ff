using System.Globalization;
using System.Text;
using Chaos.Record;
using Chaos.Verification;

namespace Chaos.Running;

/// <summary>The figures of a run, and the history behind a violation.</summary>
internal static class Report
{
    private const int Around = 6;

    public static string Figures(RunHistory history, Recorder recorder)
    {
        var text = new StringBuilder();
        var said = history.Messages.Where(message => message.Kind == MessageKind.Say && message.Tries > 0).ToArray();
        Stored("chat messages", MessageKind.Chat);
        Stored("messages to public rooms", MessageKind.Room);
        Stored("private messages", MessageKind.Private);
        var edits = history.Messages.Where(message => message.Of is not null).ToArray();
        Line($"edits among all these: {edits.Length} sent, {edits.Count(message => message.IsAcked)} acknowledged, {edits.Count(message => message.Refusal is not null)} refused; of which {edits.Count(message => message.IsDeletion)} are deletions");
        var findings = history.Clients.SelectMany(client => client.Findings).ToArray();
        Line($"searches: {findings.Length} answered, with {findings.Sum(finding => finding.Messages.Count)} messages; of which {findings.Count(finding => finding.Rooms is not null)} in the end");
        var pages = history.Clients.SelectMany(client => client.Pages).ToArray();
        Line($"parts of the past: {pages.Count(page => !page.IsAround)} before and {pages.Count(page => page.IsAround)} around a message, with {pages.Sum(page => page.Messages.Count)} messages");
        Line($"typing: {history.Clients.Sum(client => client.Typed.Count)} sent, {history.Clients.Sum(client => client.TypingNotices.Count)} times told; renamings: {history.Clients.Sum(client => client.Wishes)}");
        var shown = history.Clients.SelectMany(client => client.Shown).ToArray();
        Line($"private messages shown: {shown.Length}, of which {shown.Count(each => each.IsReadBack)} were read back");
        Line($"packets looked through for what is not for all: {recorder.Packets}, with {history.Clients.Sum(client => client.Sightings.Count)} sightings");
        Line($"presence: {history.Presence.Sum(view => view.Everywhere.Count + view.Rooms.Values.Sum(room => room.Count))} states of persons at {history.Presence.Count} clients, {history.Presence.Sum(view => view.Rooms.Count)} rooms; {history.Clients.Sum(client => client.Gone.Count)} times told that somebody is gone");
        Line($"broadcasts to rooms: {said.Length} sent, {said.Count(message => message.IsAcked)} acknowledged");
        Line($"deliveries: {recorder.Deliveries}");
        Line($"joins and leaves: {Requests(history, isPublic: false)} acknowledged, of public rooms {Requests(history, isPublic: true)}");
        Line($"faults: {history.Faults.Count}");
        foreach (var (kind, count) in history.Faults.CountBy(fault => fault.Kind).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line($"  {kind}: {count}");
        }
        Line($"connections: {history.Clients.Sum(client => client.Connections.Count)} of {history.Clients.Count} clients; those that came back:");
        foreach (var (outcome, count) in SessionCheck.Count(history).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line($"  {outcome}: {count}");
        }
        Line($"lost connections:");
        foreach (var (reason, count) in history.Clients.SelectMany(client => client.Connections).CountBy(connection => connection.LostBecause ?? "").OrderByDescending(pair => pair.Value))
        {
            Line($"  {reason}: {count}");
        }
        Line($"failed attempts to connect:");
        foreach (var (reason, count) in recorder.FailedAttempts.OrderByDescending(pair => pair.Value).Take(12))
        {
            Line($"  {reason}: {count}");
        }
        Line($"longest time in which nothing was acknowledged: {recorder.LongestPause.TotalSeconds:F2} s");
        Line($"longest time that a client was away and came back recovered: {LongestRecovered(history).TotalSeconds:F2} s");
        Line($"sending to delivery: p50 {Text(recorder.ToDelivery, 0.5)}, p99 {Text(recorder.ToDelivery, 0.99)}; to acknowledgement: p50 {Text(recorder.ToAck, 0.5)}, p99 {Text(recorder.ToAck, 0.99)}");
        return text.ToString();

        void Stored(string title, MessageKind kind)
        {
            var messages = history.Messages.Where(message => message.Kind == kind).ToArray();
            var deliveries = history.Clients.Sum(client => client.Deliveries.Count(delivery => history.Messages[delivery.Message].Kind == kind));
            Line($"{title}: {messages.Length} sent in {messages.Sum(message => message.Tries)} tries, {messages.Count(message => message.IsAcked)} acknowledged, {messages.Count(message => message.Refusal is not null)} refused, {deliveries} deliveries");
        }

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What the client got and did about the time of the violation, and the harm that was done then.</summary>
    public static string Story(RunHistory history, Violation violation)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"VIOLATION of \"{violation.Rule}\": {violation.What}");
        var at = violation.At ?? 0;
        if (violation.Message is { } index)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  message: {history.Messages[index]}");
            var got = history.Clients.SelectMany(client => client.Deliveries.Where(delivery => delivery.Message == index).Select(delivery => $"{client.Index} ({Clock.Text(delivery.At)}, number {delivery.Number})"));
            text.AppendLine(CultureInfo.InvariantCulture, $"  delivered to: {string.Join("; ", got.Take(12))}");
        }
        if (violation.Client is { } number)
        {
            Tell(text, history, history.Clients.First(client => client.Index == number), violation, at);
        }
        foreach (var fault in history.Faults.Where(fault => fault.At < at + 5_000_000 && fault.EndedAt > at - 15_000_000))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  fault: {fault}");
        }
        return text.ToString();
    }

    private static void Tell(StringBuilder text, RunHistory history, ClientRecord client, Violation violation, long at)
    {
        foreach (var connection in client.Connections.Where(connection => connection.AskedAt < at + 20_000_000 && connection.LostAt > at - 20_000_000))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  connection of client {client.Index}: {connection}");
        }
        var room = violation.Message is { } index ? history.Messages[index].Room : null;
        foreach (var request in client.Requests.Where(request => request.Room == room && request.SentAt < at + 20_000_000).TakeLast(Around))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  client {client.Index}: {request}");
        }
        var near = client.Deliveries.FindIndex(delivery => delivery.At >= at);
        var from = Math.Max(0, (near < 0 ? client.Deliveries.Count : near) - Around);
        foreach (var delivery in client.Deliveries.Skip(from).Take(2 * Around))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  client {client.Index} got {MessageText.Of(delivery.Message)} {Clock.Text(delivery.At)}, number {delivery.Number}, id {delivery.Id}, in connection {delivery.Connection}");
        }
    }

    private static int Requests(RunHistory history, bool isPublic) =>
        history.Clients.Sum(client => client.Requests.Count(request => request.IsPublic == isPublic && request.AckedAt != Clock.Never));

    private static TimeSpan LongestRecovered(RunHistory history) => Clock.Span(history.Clients
        .SelectMany(client => client.Connections.Zip(client.Connections.Skip(1)))
        .Where(pair => pair.Second.Recovered)
        .Select(pair => pair.Second.AnsweredAt - pair.First.LastHeardAt)
        .DefaultIfEmpty()
        .Max());

    private static string Text(Latencies latencies, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{latencies.Percentile(share).TotalMilliseconds:F1} ms");
}
