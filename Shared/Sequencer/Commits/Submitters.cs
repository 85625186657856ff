using System.Collections.Concurrent;
using SocketIO.Sequencer.Storage;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Commits;

/// <summary>How far each instance's submissions are committed. Written by the committing thread, read by any.</summary>
internal sealed class Submitters(ILogStore store, ConcurrentDictionary<string, Submitter> submitters)
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    public Submitter Find(string instance) => submitters.GetValueOrDefault(instance);

    public void Apply(Dictionary<string, Submitter> further)
    {
        foreach (var (instance, submitter) in further)
        {
            submitters[instance] = submitter;
        }
    }

    /// <summary>Forgets those that were silent for a day.</summary>
    public void Forget(DateTimeOffset now)
    {
        var oldest = (now - Retention).ToUnixTimeMilliseconds();
        List<string>? gone = null;
        foreach (var (instance, submitter) in submitters)
        {
            if (submitter.Seen < oldest)
            {
                (gone ??= []).Add(instance);
            }
        }
        if (gone is null)
        {
            return;
        }
        store.Transact(full: false, () =>
        {
            gone.ForEach(store.DropSubmitter);
            return true;
        });
        gone.ForEach(instance => submitters.TryRemove(instance, out _));
    }
}
