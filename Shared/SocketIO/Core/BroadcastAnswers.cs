using System.Threading.Channels;
using SocketIO.Adapters;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Core;

/// <summary>Collects what the adapter hands on: all together, or as it comes.</summary>
internal static class BroadcastAnswers
{
    public static async Task<BroadcastAckResult> GatherAsync(
        IAdapter adapter, EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        var answers = new List<BroadcastAck>();
        var missing = await adapter.BroadcastWithAckAsync(packet, target, options, Add, cancellation).ConfigureAwait(false);
        return new BroadcastAckResult(answers, missing.Sockets, missing.Workers, missing.TimedOut);

        void Add(BroadcastAck answer)
        {
            lock (answers)
            {
                answers.Add(answer);
            }
        }
    }

    public static IAsyncEnumerable<BroadcastAck> Stream(
        IAdapter adapter, EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        var channel = Channel.CreateUnbounded<BroadcastAck>(new UnboundedChannelOptions { SingleReader = true });
        _ = FillAsync();
        return channel.Reader.ReadAllAsync(cancellation);

        async Task FillAsync()
        {
            try
            {
                await adapter.BroadcastWithAckAsync(packet, target, options, answer => channel.Writer.TryWrite(answer), cancellation).ConfigureAwait(false);
                channel.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                channel.Writer.TryComplete(exception);
            }
        }
    }
}
