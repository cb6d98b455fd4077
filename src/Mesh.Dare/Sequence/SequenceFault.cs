namespace Mesh.Dare;

/// <summary>Where a sequence is not as it should be.</summary>
/// <param name="Code">The kind of fault.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Offset">Where in the file the frame begins, or should begin.</param>
/// <param name="Frame">The number that the frame there should have.</param>
public sealed record SequenceFault(DareError Code, string Message, long Offset, long Frame);
