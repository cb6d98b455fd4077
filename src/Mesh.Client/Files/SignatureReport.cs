namespace Mesh.Client;

/// <summary>What is known of one signature.</summary>
/// <param name="Kid">Fingerprint of the signer's key.</param>
/// <param name="Verified">Whether it was verified; false when the public key is not known here.</param>
/// <param name="Signer">Whose key that is, where this machine knows: the account's address.</param>
/// <param name="Created">When it was made, as the signer says.</param>
/// <param name="IsReplaced">The key was replaced since: it may have been made, and dated back, by whoever has a removed device.</param>
public sealed record SignatureReport(string Kid, bool Verified, string? Signer, DateTimeOffset? Created, bool IsReplaced = false)
{
    /// <summary>It covers the body alone, as old programs sign.</summary>
    public bool CoversBodyAlone { get; init; }
}
