namespace Mesh.Dare;

/// <summary>What <see cref="SequenceCheck"/> found.</summary>
/// <param name="Front">From the first octet up to the first fault.</param>
/// <param name="Faults">Every place where something is wrong, the first one that of <paramref name="Front"/>.</param>
/// <param name="Behind">Whole frames behind the first fault.</param>
/// <param name="Repair">What can be done.</param>
public sealed record SequenceCheckReport(
    SequenceReport Front, IReadOnlyList<SequenceFault> Faults, IReadOnlyList<FrameRange> Behind, SequenceRepair Repair);
