namespace Mesh.Dare;

/// <summary>How the apexes (or chain digests) of a published sequence were made (DARE D-08, D-09).</summary>
public enum PublishedTree
{
    /// <summary>No frame carries an apex or a chain digest.</summary>
    None,

    /// <summary>Every value commits to all earlier payloads: the level <see cref="VerificationLevel.Apex"/> is earned.</summary>
    Linked,

    /// <summary>
    /// The writer put zeros for every earlier value and counted from the frame's index: each value covers its own payload alone, and
    /// no more than <see cref="VerificationLevel.Digest"/> is earned.
    /// </summary>
    UnlinkedAtIndex,

    /// <summary>As <see cref="UnlinkedAtIndex"/>, but counted from the index plus one.</summary>
    UnlinkedAtIndexPlusOne,
}
