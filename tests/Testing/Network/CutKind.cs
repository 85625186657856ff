namespace Testing.Network;

/// <summary>How a connection through a <see cref="TcpProxy"/> ends.</summary>
public enum CutKind
{
    /// <summary>Both ends are told in good order (FIN).</summary>
    Close,

    /// <summary>Both ends are told rudely (RST), and what was under way is lost.</summary>
    Reset,

    /// <summary>Nobody is told: both connections stay open, and whatever is sent is swallowed.</summary>
    HalfOpen,
}
