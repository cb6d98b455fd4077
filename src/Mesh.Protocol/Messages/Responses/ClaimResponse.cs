using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Answer to Claim (Mesh protocol, section 4.10): the publication, without its authenticator.</summary>
public sealed record ClaimResponse : MeshResponse
{
    /// <summary>Id and data.</summary>
    public CatalogedPublication? CatalogedPublication { get; init; }
}
