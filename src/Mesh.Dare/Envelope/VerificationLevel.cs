namespace Mesh.Dare;

/// <summary>
/// What has been shown about octets that were read (DARE 10, item 6). No call of this library says "verified" without saying which;
/// each level includes those before it.
/// </summary>
public enum VerificationLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Lengths in both directions agree.</summary>
    Framing,

    /// <summary>The body has the digest, or the tag, that goes with it. That shows no author: anyone can compute a digest, and anyone with
    /// the public key of a recipient can seal.</summary>
    Digest,

    /// <summary>The entry lies under a root to which the caller compares.</summary>
    Apex,

    /// <summary>Signed by keys that the caller named.</summary>
    Signed,

    /// <summary>Under a root that is signed, or was remembered, by someone whom the caller named.</summary>
    Checkpointed,
}
