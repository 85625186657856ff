using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Says what is not stored, and not sent again.</summary>
internal sealed class Speaker(ChaosClient client, Recorder recorder)
{
    /// <summary>Says something to a room, once.</summary>
    public async Task SayAsync(string room)
    {
        if (!client.IsConnected)
        {
            return;
        }
        var message = recorder.NewMessage(MessageKind.Say, room, client.Record.Index);
        var answer = await client.AskAsync("say", [room, message.Text], connection =>
        {
            message.Connection = connection.Index;
            message.Tries = 1;
            message.SentAt = Clock.Now;
        }).ConfigureAwait(false);
        if (answer is { Error: null })
        {
            message.AckedAt = answer.At;
            recorder.Acknowledged(message, message.SentAt, answer.At);
        }
        message.Refusal = answer?.Error;
    }

    /// <summary>Says that its person types, or has stopped.</summary>
    public Task TypeAsync(PlaceName place, bool stopped) => client.TellAsync("typing", [place.Argument, stopped], () =>
    {
        // A connection that was given up may still be sending.
        lock (client.Record.Typed)
        {
            client.Record.Typed.Add(new Typed(place.Room, place.To, Clock.Now));
        }
    });
}
