namespace Attacks.Attacks;

/// <summary>Something that a hostile client does.</summary>
internal interface IAttack
{
    /// <summary>All of them.</summary>
    static IReadOnlyList<IAttack> All { get; } =
    [
        new JoinLoop(), new LargeHeaders(), new HalfPackets(), new DeafReaders(), new Readers(), new ComersAndGoers(), new LongNames(),
        new WrongTickets(), new TooManyClients(), new Flood(), new Abandoners(),
    ];

    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string What { get; }

    /// <summary>How many messages the chat holds before it begins.</summary>
    int Messages => 0;

    /// <summary>Whether it writes into the chat.</summary>
    bool Writes => false;

    /// <summary>How many files each process of the cluster may have open, if not as many as usual.</summary>
    int? MaxFiles => null;

    /// <summary>Attacks until it is told to stop; what the server does to it is no error.</summary>
    /// <param name="ports">The workers' ports.</param>
    /// <param name="stop">The end.</param>
    /// <returns>How often it has done what it does.</returns>
    Task<long> RunAsync(IReadOnlyList<int> ports, CancellationToken stop);
}
