using System.IO.Compression;

namespace EngineIO;

/// <summary>What is compressed on the way to the client, and how hard.</summary>
public sealed class EngineCompressionOptions
{
    /// <summary>Whether anything is compressed: by this a configuration file switches off what is on by default. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The size from which it is worth the work: a polling payload or a WebSocket message. Default: 1,024 bytes.</summary>
    public int Threshold { get; set; } = 1024;

    /// <summary>Size against time. Default: <see cref="CompressionLevel.Optimal"/>.</summary>
    public CompressionLevel Level { get; set; } = CompressionLevel.Optimal;
}
