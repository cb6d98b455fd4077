using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What the check of an inclusion proof showed.</summary>
/// <param name="Path">The file of the proof.</param>
/// <param name="Proof">The proof.</param>
/// <param name="Signatures">Signatures over the root, those by keys that are known here <c>Verified</c>.</param>
/// <param name="Statements">Exactly which statements hold, one per line.</param>
public sealed record ProofChecked(
    string Path, InclusionProof Proof, IReadOnlyList<SignatureReport> Signatures, IReadOnlyList<string> Statements);
