namespace Mesh.Dare;

/// <summary>What shows that a bad frame is corruption and not the remains of a writing cut short (Mesh account log, Opening).</summary>
public enum LogFault
{
    /// <summary>It is no corruption.</summary>
    None,

    /// <summary>A frame with a DurableTo beyond the bad octet: what is bad had been flushed.</summary>
    Durable,

    /// <summary>The lengths of the bad frame agree and no sector of it is zeros: no torn write leaves that.</summary>
    Lengths,

    /// <summary>The frame verifies, but what it holds does not continue its store.</summary>
    Content,
}
