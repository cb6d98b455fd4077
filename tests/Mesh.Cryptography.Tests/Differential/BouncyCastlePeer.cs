using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mesh.Cryptography.Tests.Differential;

/// <summary>Portable.BouncyCastle.</summary>
internal sealed class BouncyCastlePeer : IPeer
{
    private const int TagBits = 128;

    public string Name => "BouncyCastle";

    public bool HasContexts => true;

    public byte[]? Agree(byte[] secret, byte[] u)
    {
        byte[] agreement = new byte[secret.Length];
        if (secret.Length == 32)
        {
            Rfc7748.X25519.ScalarMult(secret, 0, u, 0, agreement, 0);
        }
        else
        {
            Rfc7748.X448.ScalarMult(secret, 0, u, 0, agreement, 0);
        }

        return agreement.All(o => o == 0) ? null : agreement;
    }

    public byte[] AgreementKey(byte[] secret)
    {
        byte[] key = new byte[secret.Length];
        if (secret.Length == 32)
        {
            Rfc7748.X25519.ScalarMultBase(secret, 0, key, 0);
        }
        else
        {
            Rfc7748.X448.ScalarMultBase(secret, 0, key, 0);
        }

        return key;
    }

    public byte[] SignatureKey(byte[] seed)
    {
        byte[] key = new byte[seed.Length];
        if (seed.Length == 32)
        {
            Rfc8032.Ed25519.GeneratePublicKey(seed, 0, key, 0);
        }
        else
        {
            Rfc8032.Ed448.GeneratePublicKey(seed, 0, key, 0);
        }

        return key;
    }

    public byte[] Sign(byte[] seed, byte[] message, byte[] context)
    {
        byte[] signature = new byte[2 * seed.Length];
        if (seed.Length == 57)
        {
            Rfc8032.Ed448.Sign(seed, 0, context, message, 0, message.Length, signature, 0);
        }
        else if (context.Length > 0)
        {
            Rfc8032.Ed25519.Sign(seed, 0, context, message, 0, message.Length, signature, 0);
        }
        else
        {
            Rfc8032.Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        }

        return signature;
    }

    public bool Verify(byte[] publicKey, byte[] message, byte[] signature, byte[] context) => publicKey.Length switch
    {
        57 => Rfc8032.Ed448.Verify(signature, 0, publicKey, 0, context, message, 0, message.Length),
        _ when context.Length > 0 => Rfc8032.Ed25519.Verify(signature, 0, publicKey, 0, context, message, 0, message.Length),
        _ => Rfc8032.Ed25519.Verify(signature, 0, publicKey, 0, message, 0, message.Length),
    };

    public byte[]? Wrap(byte[] keyEncryptionKey, byte[] key)
    {
        var engine = new AesWrapEngine();
        engine.Init(true, new KeyParameter(keyEncryptionKey));
        return engine.Wrap(key, 0, key.Length);
    }

    public byte[]? Unwrap(byte[] keyEncryptionKey, byte[] wrapped)
    {
        var engine = new AesWrapEngine();
        engine.Init(false, new KeyParameter(keyEncryptionKey));
        try
        {
            return engine.Unwrap(wrapped, 0, wrapped.Length);
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }

    public byte[] Seal(byte[] key, byte[] nonce, byte[] plaintext, byte[] associatedData) => Gcm(true, key, nonce, plaintext, associatedData)!;

    public byte[]? Open(byte[] key, byte[] nonce, byte[] sealedOctets, byte[] associatedData) => Gcm(false, key, nonce, sealedOctets, associatedData);

    public byte[] Shake256(byte[] input, int length)
    {
        var digest = new ShakeDigest(256);
        digest.BlockUpdate(input, 0, input.Length);
        byte[] output = new byte[length];
        digest.DoFinal(output, 0, length);
        return output;
    }

    private static byte[]? Gcm(bool encrypt, byte[] key, byte[] nonce, byte[] input, byte[] associatedData)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(encrypt, new AeadParameters(new KeyParameter(key), TagBits, nonce, associatedData));
        byte[] output = new byte[cipher.GetOutputSize(input.Length)];
        int length = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        try
        {
            cipher.DoFinal(output, length);
            return output;
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }
}
