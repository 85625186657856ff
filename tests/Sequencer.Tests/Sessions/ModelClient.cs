namespace Sequencer.Tests.Sessions;

/// <summary>A session as the model has it.</summary>
internal sealed class ModelClient(string sid, long connectedAt)
{
    public string Sid => sid;

    public long ConnectedAt => connectedAt;

    public string Owner { get; set; } = "";

    public bool Active { get; set; }

    public long Generation { get; set; } = 1;

    public HashSet<string> Rooms { get; } = [sid];

    /// <summary>What is for it.</summary>
    public List<long> Events { get; } = [];

    /// <summary>What is for it but for excepted rooms: the log need not remember those.</summary>
    public List<long> Roughly { get; } = [];
}
