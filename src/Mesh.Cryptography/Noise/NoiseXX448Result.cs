// The result of Noise_XX_448_AESGCM_SHA512: two keys of 32 octets and two hashes of 64.

namespace Mesh.Cryptography;

/// <summary>What a finished handshake gives (Noise 5.2, Split; Mesh channel, sections 1 and 2).</summary>
public sealed class NoiseXX448Result : IDisposable
{
    internal NoiseXX448Result(byte[] handshakeHash, byte[] bindingHash, (SecretBytes First, SecretBytes Second) keys)
    {
        HandshakeHash = handshakeHash;
        BindingHash = bindingHash;
        (Key1, Key2) = keys;
    }

    /// <summary>h after the last message, 64 octets.</summary>
    public byte[] HandshakeHash { get; }

    /// <summary>h as it was the associated data of the payload of M3, 64 octets: the channel binding.</summary>
    public byte[] BindingHash { get; }

    /// <summary>k1, 32 octets: initiator to responder.</summary>
    public SecretBytes Key1 { get; }

    /// <summary>k2, 32 octets: responder to initiator.</summary>
    public SecretBytes Key2 { get; }

    /// <summary>Erases both keys.</summary>
    public void Dispose()
    {
        Key1.Dispose();
        Key2.Dispose();
    }
}
