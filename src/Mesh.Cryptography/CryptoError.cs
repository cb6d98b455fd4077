namespace Mesh.Cryptography;

/// <summary>Everything that <see cref="CryptoException"/> can report. The list is closed.</summary>
public enum CryptoError
{
    /// <summary>An octet string does not have the length that its form prescribes.</summary>
    InvalidLength,

    /// <summary>A point is not canonical, not on the curve, or has a sign octet that its form does not allow.</summary>
    InvalidPoint,

    /// <summary>A point has order 1, 2 or 4 (8 on curve 25519) where a point of large order is required.</summary>
    SmallOrder,

    /// <summary>A scalar is zero or not below the group order.</summary>
    InvalidScalar,

    /// <summary>A key agreement gave the all-zero value.</summary>
    ZeroAgreement,

    /// <summary>A sum of points is the neutral element, which has no encoding or is refused as a key.</summary>
    NeutralPoint,

    /// <summary>An integrity check failed: a wrong key, or altered octets.</summary>
    IntegrityFailure,

    /// <summary>A call out of the order that the protocol prescribes.</summary>
    OutOfOrder,

    /// <summary>A parameter is outside the range that its algorithm allows.</summary>
    InvalidParameter,

    /// <summary>A set of shares is too small, inconsistent, or holds one abscissa twice.</summary>
    InvalidShares,
}
