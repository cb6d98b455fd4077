using Mesh.Dare;

namespace Mesh.Client;

/// <summary>A sequence was copied.</summary>
/// <param name="Written">The copy.</param>
/// <param name="Copied">Entries in it.</param>
/// <param name="Skipped">Entries that could not be read: where, and why.</param>
/// <param name="Standing">What was shown about the original.</param>
/// <param name="Signatures">Who signed the original.</param>
public sealed record SequenceCopied(
    ArchiveWritten Written, long Copied, IReadOnlyList<SequenceFault> Skipped, SequenceStanding Standing, IReadOnlyList<SignatureReport> Signatures);
