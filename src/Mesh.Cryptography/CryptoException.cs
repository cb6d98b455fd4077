namespace Mesh.Cryptography;

/// <summary>The only exception that this library throws for what it was given. Never carries secrets.</summary>
public sealed class CryptoException : Exception
{
    /// <summary>An exception of the kind <paramref name="code"/>.</summary>
    public CryptoException(CryptoError code, string message)
        : base(message) => Code = code;

    /// <summary>An exception of the kind <paramref name="code"/> with its cause.</summary>
    public CryptoException(CryptoError code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>What failed.</summary>
    public CryptoError Code { get; }

    internal static CryptoException Length(string what, int expected, int actual) =>
        new(CryptoError.InvalidLength, $"{what} must be {expected} octets, not {actual}.");
}
