namespace Mesh.Dare;

/// <summary>How the apexes, or the chain digests, of a published sequence were made (DARE D-08, D-09).</summary>
public enum PublishedTree
{
    /// <summary>No frame after frame 0 carries one.</summary>
    None,

    /// <summary>Every value commits to all earlier payloads: the level <see cref="VerificationLevel.Apex"/> is earned.</summary>
    Linked,

    /// <summary>
    /// The writer put zeros for every earlier value, at the frame's index: each value covers its own payload alone, and no more than
    /// <see cref="VerificationLevel.Digest"/> is earned.
    /// </summary>
    Unlinked,

    /// <summary>As <see cref="Unlinked"/>, at the index plus one.</summary>
    UnlinkedAtIndexPlusOne,

    /// <summary>Some values follow none of these rules, or different ones: they prove nothing.</summary>
    Inconsistent,
}
