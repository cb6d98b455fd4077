namespace Mesh.Dare;

/// <summary>The ciphers of a body (Mesh sealing, section 2; DARE D-04). The names in <c>enc</c> are compared octet for octet.</summary>
public enum BodyCipher
{
    /// <summary><c>A256GCM</c>: one call, at most <see cref="DareLimits.SingleBody"/> octets, the tag in <c>PayloadTag</c>.</summary>
    A256Gcm,

    /// <summary><c>A256GCM-S64K</c>: segments of 65,536 octets, each with its tag; any size, streaming, random access.</summary>
    A256GcmS64K,

    /// <summary><c>A256CBC</c>: not authenticated; read only where the caller permits it, written by <see cref="CompatSealer"/> alone.</summary>
    A256Cbc,
}
