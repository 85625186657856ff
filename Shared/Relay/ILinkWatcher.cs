using Cluster.Protos;

namespace Cluster.Relay;

/// <summary>Decides who may attach, and hears who came and went.</summary>
internal interface ILinkWatcher
{
    /// <summary>Why a process may not attach, or <see langword="null"/>.</summary>
    string? WhyRefuse(Hello hello) => null;

    /// <summary>It is attached.</summary>
    void Attached(Hello hello)
    {
    }

    /// <summary>It answers HTTP.</summary>
    void Ready(Hello hello, Ready ready)
    {
    }

    /// <summary>Its stream is over, and there is no newer one. None can come while this runs, so it must not take long.</summary>
    void Detached(Hello hello)
    {
    }
}
