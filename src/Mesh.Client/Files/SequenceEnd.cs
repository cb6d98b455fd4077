namespace Mesh.Client;

/// <summary>How a sequence ends.</summary>
public enum SequenceEnd
{
    /// <summary>In an index frame: its writer ended as it should.</summary>
    Closed,

    /// <summary>Without one: it is being written, its writer was interrupted, or it was cut short.</summary>
    Open,

    /// <summary>Without one, and nobody has signed any of it, though its policy asks for signatures.</summary>
    NeverSigned,
}
