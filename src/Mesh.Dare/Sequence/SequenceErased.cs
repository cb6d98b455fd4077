namespace Mesh.Dare;

/// <summary>What <see cref="SequenceEraser"/> destroyed.</summary>
/// <param name="Frames">Frames whose content is gone.</param>
/// <param name="Octets">Octets of their bodies.</param>
public sealed record SequenceErased(long Frames, long Octets);
