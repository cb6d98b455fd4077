namespace Mesh.Cryptography.Tests.Differential;

/// <summary>OpenSSL 3.</summary>
internal sealed class OpenSslPeer : IPeer
{
    private const int TagSize = 16;

    public string Name => "OpenSSL";

    public bool HasContexts => false;

    public byte[]? Agree(byte[] secret, byte[] u)
    {
        int type = secret.Length == 32 ? LibCrypto.X25519 : LibCrypto.X448;
        nint key = Need(LibCrypto.EVP_PKEY_new_raw_private_key(type, 0, secret, (nuint)secret.Length));
        nint peer = Need(LibCrypto.EVP_PKEY_new_raw_public_key(type, 0, u, (nuint)u.Length));
        nint context = Need(LibCrypto.EVP_PKEY_CTX_new(key, 0));
        try
        {
            Need(LibCrypto.EVP_PKEY_derive_init(context));
            Need(LibCrypto.EVP_PKEY_derive_set_peer(context, peer));
            byte[] agreement = new byte[secret.Length];
            nuint length = (nuint)agreement.Length;
            return LibCrypto.EVP_PKEY_derive(context, agreement, ref length) == 1 ? agreement : null;
        }
        finally
        {
            LibCrypto.EVP_PKEY_CTX_free(context);
            LibCrypto.EVP_PKEY_free(peer);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    public byte[] AgreementKey(byte[] secret) => PublicKey(secret.Length == 32 ? LibCrypto.X25519 : LibCrypto.X448, secret);

    public byte[] SignatureKey(byte[] seed) => PublicKey(seed.Length == 32 ? LibCrypto.Ed25519 : LibCrypto.Ed448, seed);

    public byte[] Sign(byte[] seed, byte[] message, byte[] context)
    {
        nint key = Need(LibCrypto.EVP_PKEY_new_raw_private_key(seed.Length == 32 ? LibCrypto.Ed25519 : LibCrypto.Ed448, 0, seed, (nuint)seed.Length));
        nint signing = Need(LibCrypto.EVP_MD_CTX_new());
        try
        {
            byte[] signature = new byte[2 * seed.Length];
            nuint length = (nuint)signature.Length;
            Need(LibCrypto.EVP_DigestSignInit(signing, 0, 0, 0, key));
            Need(LibCrypto.EVP_DigestSign(signing, signature, ref length, message, (nuint)message.Length));
            return signature;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(signing);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    public bool Verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context)
    {
        nint key = Need(LibCrypto.EVP_PKEY_new_raw_public_key(
            publicKey.Length == 32 ? LibCrypto.Ed25519 : LibCrypto.Ed448, 0, publicKey, (nuint)publicKey.Length));
        nint verifying = Need(LibCrypto.EVP_MD_CTX_new());
        try
        {
            Need(LibCrypto.EVP_DigestVerifyInit(verifying, 0, 0, 0, key));
            return LibCrypto.EVP_DigestVerify(verifying, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(verifying);
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    public byte[]? Wrap(byte[] keyEncryptionKey, byte[] key) => Wrapping(keyEncryptionKey, key, encrypt: true);

    public byte[]? Unwrap(byte[] keyEncryptionKey, byte[] wrapped) => Wrapping(keyEncryptionKey, wrapped, encrypt: false);

    public byte[] Seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData)
    {
        nint context = Need(LibCrypto.EVP_CIPHER_CTX_new());
        try
        {
            byte[] octets = new byte[plaintext.Length + TagSize];
            Need(LibCrypto.EVP_CipherInit_ex(context, LibCrypto.EVP_aes_256_gcm(), 0, key, nonce, 1));
            Update(context, [], associatedData);
            Update(context, octets, plaintext);
            Need(LibCrypto.EVP_CipherFinal_ex(context, new byte[TagSize], out _));
            Need(LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.GetTag, TagSize, octets.AsSpan(plaintext.Length)));
            return octets;
        }
        finally
        {
            LibCrypto.EVP_CIPHER_CTX_free(context);
        }
    }

    public byte[]? Open(byte[] key, byte[] nonce, byte[] sealedOctets, byte[] associatedData)
    {
        nint context = Need(LibCrypto.EVP_CIPHER_CTX_new());
        try
        {
            byte[] plaintext = new byte[sealedOctets.Length - TagSize];
            Need(LibCrypto.EVP_CipherInit_ex(context, LibCrypto.EVP_aes_256_gcm(), 0, key, nonce, 0));
            Update(context, [], associatedData);
            Update(context, plaintext, sealedOctets.AsSpan(0, plaintext.Length));
            Need(LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.SetTag, TagSize, sealedOctets.AsSpan(plaintext.Length)));
            return LibCrypto.EVP_CipherFinal_ex(context, new byte[TagSize], out _) == 1 ? plaintext : null;
        }
        finally
        {
            LibCrypto.EVP_CIPHER_CTX_free(context);
        }
    }

    public byte[] Shake256(byte[] input, int length)
    {
        nint context = Need(LibCrypto.EVP_MD_CTX_new());
        try
        {
            byte[] output = new byte[length];
            Need(LibCrypto.EVP_DigestInit_ex(context, LibCrypto.EVP_shake256(), 0));
            Need(LibCrypto.EVP_DigestUpdate(context, input, (nuint)input.Length));
            Need(LibCrypto.EVP_DigestFinalXOF(context, output, (nuint)length));
            return output;
        }
        finally
        {
            LibCrypto.EVP_MD_CTX_free(context);
        }
    }

    private static byte[] PublicKey(int type, byte[] secret)
    {
        nint key = Need(LibCrypto.EVP_PKEY_new_raw_private_key(type, 0, secret, (nuint)secret.Length));
        try
        {
            byte[] octets = new byte[secret.Length];
            nuint length = (nuint)octets.Length;
            Need(LibCrypto.EVP_PKEY_get_raw_public_key(key, octets, ref length));
            return octets;
        }
        finally
        {
            LibCrypto.EVP_PKEY_free(key);
        }
    }

    private static byte[]? Wrapping(byte[] keyEncryptionKey, byte[] input, bool encrypt)
    {
        nint cipher = keyEncryptionKey.Length switch
        {
            16 => LibCrypto.EVP_aes_128_wrap(),
            24 => LibCrypto.EVP_aes_192_wrap(),
            _ => LibCrypto.EVP_aes_256_wrap(),
        };
        nint context = Need(LibCrypto.EVP_CIPHER_CTX_new());
        try
        {
            LibCrypto.EVP_CIPHER_CTX_set_flags(context, LibCrypto.WrapAllow);
            Need(LibCrypto.EVP_CipherInit_ex(context, cipher, 0, keyEncryptionKey, [], encrypt ? 1 : 0));
            byte[] output = new byte[input.Length + 16];
            return LibCrypto.EVP_CipherUpdate(context, output, out int written, input, input.Length) == 1 ? output[..written] : null;
        }
        finally
        {
            LibCrypto.EVP_CIPHER_CTX_free(context);
        }
    }

    private static void Update(nint context, Span<byte> output, ReadOnlySpan<byte> input)
    {
        if (!input.IsEmpty)
        {
            Need(LibCrypto.EVP_CipherUpdate(context, output, out _, input, input.Length));
        }
    }

    private static nint Need(nint handle) => handle != 0 ? handle : throw new InvalidOperationException("libcrypto refused");

    private static void Need(int result) => Need((nint)(result == 1 ? 1 : 0));
}
