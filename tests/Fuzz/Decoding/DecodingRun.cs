using Fuzz.Inputs;

namespace Fuzz.Decoding;

/// <summary>Runs a target over its next inputs, on all cores.</summary>
internal sealed class DecodingRun(ulong seed, Findings findings, Deadlines deadlines)
{
    /// <summary>Completes when all are done with, or one of them hangs.</summary>
    public async Task RunAsync(IDecodingTarget target, Tally tally, long count)
    {
        var first = tally.Inputs;
        var workers = Environment.ProcessorCount;
        var done = Task.WhenAll(Enumerable.Range(0, workers).Select(worker =>
            Task.Factory.StartNew(
                () => RunEvery(target, tally, first + worker, first + count, workers),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        await Task.WhenAny(done, deadlines.Missed);
    }

    private void RunEvery(IDecodingTarget target, Tally tally, long first, long end, int step)
    {
        var who = $"{target.Name}, thread {first % step}";
        for (var index = first; index < end; index += step)
        {
            var accepted = false;
            deadlines.Begin(who, index);
            try
            {
                accepted = target.Run(new Dice(seed, target.Name, index));
            }
            catch (Exception exception)
            {
                findings.Add(target.Name, $", input {index}, seed {seed}", exception.ToString());
            }
            tally.Count(accepted);
        }
        deadlines.End(who);
    }
}
