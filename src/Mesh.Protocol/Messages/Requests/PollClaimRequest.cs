namespace Mesh.Protocol;

/// <summary>
/// Asks whether a publication was claimed (Mesh protocol, section 4.11). Credential kind A or better; the witness is bound to the
/// handshake, so the request is made after it.
/// </summary>
public sealed record PollClaimRequest : MeshRequest
{
    /// <summary>The publication.</summary>
    public required string PublicationId { get; init; }

    /// <summary>The account that published it.</summary>
    public required string TargetAccountAddress { get; init; }

    /// <summary>HMAC(BDS(service authenticator), "poll" ‖ PublicationId ‖ hb), 64 octets (P-11).</summary>
    public required byte[] Witness { get; init; }
}
