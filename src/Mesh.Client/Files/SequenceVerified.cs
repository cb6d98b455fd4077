using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What the verification of a whole sequence found (command-line reference, section 9).</summary>
/// <param name="Path">The file.</param>
/// <param name="Report">From the first octet up to the end, or to the first fault.</param>
/// <param name="Signatures">Who signed it; none where something is wrong. All of them verify; <c>Verified</c> are those by keys that are known here.</param>
/// <param name="Statements">Exactly which statements hold, one per line.</param>
public sealed record SequenceVerified(
    string Path, SequenceReport Report, IReadOnlyList<SignatureReport> Signatures, IReadOnlyList<string> Statements)
{
    /// <summary>What it is, in one word.</summary>
    public string Kind => SequenceWords.Kind(Report.Head?.ContentType);

    /// <summary>The policy in frame 0; null where there is none.</summary>
    public DarePolicy? Policy => Report.Head?.Policy;
}
