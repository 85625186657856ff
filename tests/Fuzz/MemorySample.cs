using System.Runtime;

namespace Fuzz;

/// <summary>The memory of this process, after a full collection.</summary>
/// <param name="Heap">The managed heap, in bytes.</param>
/// <param name="WorkingSet">What the process holds of the machine's memory, in bytes.</param>
public readonly record struct MemorySample(long Heap, long WorkingSet)
{
    /// <summary>Collects until nothing more is found, and measures.</summary>
    public static MemorySample Take()
    {
        for (var i = 0; i < 3; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return new MemorySample(GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes, Environment.WorkingSet);
    }
}
