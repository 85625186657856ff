namespace SocketIO.Sequencer;

/// <summary>The kinds of fault that a database file can have.</summary>
public enum SequencerFault
{
    /// <summary>The file or its directory cannot be written, or the disk is full.</summary>
    NotWritable,

    /// <summary>Another process holds a lock on the file.</summary>
    Locked,

    /// <summary>The file is not a database, or its content contradicts itself.</summary>
    Damaged,

    /// <summary>The file was written by a newer version, or belongs to another program.</summary>
    Incompatible,

    /// <summary>The file is missing or cannot be read; only readers report it.</summary>
    NotReadable,
}
