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

    /// <summary>An exception of the kind <paramref name="code"/> that is the fault of some participants.</summary>
    public CryptoException(CryptoError code, string message, IReadOnlyList<int> culprits)
        : base(message)
    {
        Code = code;
        Culprits = culprits;
    }

    /// <summary>The identifiers of the participants of a threshold protocol who sent what was refused; empty where that is not known.</summary>
    public IReadOnlyList<int> Culprits { get; } = [];

    /// <summary>What failed.</summary>
    public CryptoError Code { get; }

    internal static CryptoException Length(string what, int expected, int actual) =>
        new(CryptoError.InvalidLength, $"{what} must be {expected} octets, not {actual}.");
}
