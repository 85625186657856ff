using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketIO.History;

namespace SingleProcess.Tests.Support;

/// <summary>The durable log of a server; what is read of it can be watched, held up and made to fail.</summary>
internal sealed class SpyDurableLog(IDurableLog inner) : IDurableLog
{
    public string Epoch => inner.Epoch;

    public Task Ready => inner.Ready;

    /// <summary>Called for each page, before it is read, with after and upTo.</summary>
    public Action<long, long> OnReadPage { get; set; } = (_, _) => { };

    /// <summary>Called before something is read backwards.</summary>
    public Action OnReadBack { get; set; } = () => { };

    /// <summary>Called before a room is searched.</summary>
    public Action OnSearch { get; set; } = () => { };

    /// <summary>Puts one before the log that was added.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var added = services.Last(service => service.ServiceType == typeof(IDurableLog));
        services.Replace(ServiceDescriptor.Singleton<IDurableLog>(provider => new SpyDurableLog((IDurableLog)added.ImplementationFactory!(provider))));
    }

    public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes)
    {
        OnReadPage(after, upTo);
        return inner.ReadPage(room, after, upTo, maxRows, maxBytes);
    }

    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes)
    {
        OnReadBack();
        return inner.ReadBack(room, before, maxRows, maxBytes);
    }

    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) => inner.ReadReplacements(room, ids);

    public long FindFloor(HistoryRoom room, long upTo, int count) => inner.FindFloor(room, upTo, count);

    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes)
    {
        OnSearch();
        return inner.Search(room, text, after, before, maxRows, maxBytes);
    }

    public long FindRemoved(HistoryRoom room) => inner.FindRemoved(room);
}
