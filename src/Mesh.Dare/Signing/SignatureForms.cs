namespace Mesh.Dare;

/// <summary>What a signature of an envelope is made over. They differ in what they cover, so a caller states which it takes.</summary>
[Flags]
public enum SignatureForms
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>
    /// <c>SignedData</c> (Mesh sealing, section 3): body, cipher, salt, recipients, ContentMetaData, time and, in catalogs, the place.
    /// </summary>
    SignedData = 1,

    /// <summary>
    /// The plain manifest (DARE 2.10, dialect B): digest name and payload digest, nothing of the header. For self-contained assertions in
    /// clear: profiles, connections, contact cards, activations before encryption.
    /// </summary>
    PlainManifest = 2,

    /// <summary>The bare payload digest (DARE 2.10, dialect A): published objects of the years up to 2022.</summary>
    PayloadDigest = 4,

    /// <summary>
    /// The bare payload digest under Ed25519ctx with an empty context (D-11): what every published Ed25519 signature up to 2022 is.
    /// </summary>
    PayloadDigestEmptyContext = 8,
}
