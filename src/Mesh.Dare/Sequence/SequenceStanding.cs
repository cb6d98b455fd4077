namespace Mesh.Dare;

/// <summary>What was shown about a sequence as a whole when it was opened (D-18; docs/format/sequence.md, section 6).</summary>
/// <param name="Level">
/// <see cref="VerificationLevel.Apex"/>: what is read lies under one root, whosever that is; <see cref="VerificationLevel.Checkpointed"/>: that root is
/// signed as the policy demands, by the signers that the caller asked for if it asked for any.
/// </param>
/// <param name="Count">Frames that can be read.</param>
/// <param name="Signatures">The signatures over the root, verified: each with its key and time.</param>
/// <param name="Unsigned">Frames after the last signed root, which are left out where the policy demands that roots are signed.</param>
/// <param name="IsClosed">True when the last frame is an index frame: its writer ended as it should.</param>
/// <param name="Fault">What is wrong with the octets after the last good frame; null when there are none.</param>
public sealed record SequenceStanding(
    VerificationLevel Level, long Count, IReadOnlyList<VerifiedSignature> Signatures, long Unsigned, bool IsClosed, string? Fault);
