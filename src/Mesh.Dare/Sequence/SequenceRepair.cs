namespace Mesh.Dare;

/// <summary>What can be done about the state of a sequence (docs/format/sequence.md, section 12).</summary>
public enum SequenceRepair
{
    /// <summary>Nothing needs to be done.</summary>
    None,

    /// <summary>Nothing is wrong, and an index frame is missing at the end: <see cref="SequenceCheck.Repair"/> writes one.</summary>
    Close,

    /// <summary>Nothing is wrong, and an erasure was announced and not carried out: <see cref="SequenceCheck.Repair"/> does it.</summary>
    Erase,

    /// <summary>
    /// An interrupted writer left a torn end, or an index frame that cannot be read: <see cref="SequenceCheck.Repair"/> puts it aside and writes an
    /// index frame.
    /// </summary>
    CutTornEnd,

    /// <summary>What was complete is changed or gone. Nothing may be repaired; what is good can be copied with <see cref="SequenceCopier"/>.</summary>
    Salvage,

    /// <summary>There is no good frame 0, or no signature that the caller or the policy asks for: nothing of it can be trusted.</summary>
    Lost,
}
