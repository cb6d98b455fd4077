namespace Mesh.Cryptography.Tests.Differential;

/// <summary>What another implementation says. Null where it refuses.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>Whether it takes contexts of Ed448, and of Ed25519ctx.</summary>
    bool HasContexts { get; }

    /// <summary>Curve 25519 for 32 octets, curve 448 for 56; null where the agreement is zero.</summary>
    byte[]? Agree(byte[] secret, byte[] u);

    /// <summary>The public key of an agreement.</summary>
    byte[] AgreementKey(byte[] secret);

    /// <summary>Ed25519 for seeds of 32 octets, Ed448 for 57.</summary>
    byte[] SignatureKey(byte[] seed);

    byte[] Sign(byte[] seed, byte[] message, byte[] context);

    bool Verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context);

    byte[]? Wrap(byte[] keyEncryptionKey, byte[] key);

    byte[]? Unwrap(byte[] keyEncryptionKey, byte[] wrapped);

    /// <summary>AES-256-GCM: the ciphertext, then the tag of 16 octets.</summary>
    byte[] Seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData);

    byte[]? Open(byte[] key, byte[] nonce, byte[] sealedOctets, byte[] associatedData);

    byte[] Shake256(byte[] input, int length);
}
