// The SymmetricState and CipherState of the Noise Protocol Framework, revision 34, sections 5.1 and 5.2, with SHA-512 and AES-256-GCM:
// hash 64 octets, key 32, nonce 4 zero octets and the 8-octet big-endian counter.

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Chaining key, handshake hash, cipher key and counter of a handshake.</summary>
internal sealed class NoiseSymmetricState : IDisposable
{
    public const int HashSize = 64;
    public const int KeySize = 32;

    private readonly byte[] _chainingKey = GC.AllocateArray<byte>(HashSize, pinned: true);
    private readonly byte[] _key = GC.AllocateArray<byte>(KeySize, pinned: true);
    private readonly byte[] _hash = new byte[HashSize];
    private bool _hasKey;
    private ulong _counter;

    /// <summary>InitializeSymmetric, for a protocol name of at most 64 octets, then MixHash of the prologue.</summary>
    public NoiseSymmetricState(ReadOnlySpan<byte> protocolName, ReadOnlySpan<byte> prologue)
    {
        protocolName.CopyTo(_hash);
        _hash.CopyTo(_chainingKey, 0);
        MixHash(prologue);
    }

    /// <summary>The state as it was exported.</summary>
    public NoiseSymmetricState(ReadOnlySpan<byte> chainingKey, ReadOnlySpan<byte> key, ulong counter, ReadOnlySpan<byte> hash)
    {
        chainingKey.CopyTo(_chainingKey);
        key.CopyTo(_key);
        hash.CopyTo(_hash);
        _counter = counter;
        _hasKey = true;
    }

    public ReadOnlySpan<byte> ChainingKey => _chainingKey;

    public ReadOnlySpan<byte> Key => _key;

    public ReadOnlySpan<byte> Hash => _hash;

    public ulong Counter => _counter;

    /// <summary>h = SHA-512(h || data).</summary>
    public void MixHash(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(_hash);
        hash.AppendData(data);
        hash.GetHashAndReset(_hash);
    }

    /// <summary>(ck, k) = HKDF(ck, agreement); the counter starts at 0.</summary>
    public void MixKey(SecretBytes agreement)
    {
        Span<byte> output = stackalloc byte[2 * HashSize];
        Derive(agreement.Reveal(), output);
        output[..HashSize].CopyTo(_chainingKey);
        output.Slice(HashSize, KeySize).CopyTo(_key);
        CryptographicOperations.ZeroMemory(output);
        _hasKey = true;
        _counter = 0;
    }

    /// <summary>Octets that <see cref="EncryptAndHash"/> makes of <paramref name="length"/>.</summary>
    public int SealedLength(int length) => _hasKey ? length + Aes256Gcm.TagSize : length;

    /// <summary>EncryptAndHash: in clear while there is no key.</summary>
    public void EncryptAndHash(ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        if (_hasKey)
        {
            Span<byte> nonce = stackalloc byte[Aes256Gcm.NonceSize];
            NextNonce(nonce);
            using var cipher = new Aes256Gcm(_key);
            cipher.Seal(nonce, plaintext, _hash, destination);
        }
        else
        {
            plaintext.CopyTo(destination);
        }

        MixHash(destination);
    }

    /// <summary>DecryptAndHash: in clear while there is no key.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.IntegrityFailure"/>, <see cref="CryptoError.InvalidLength"/>.</exception>
    public byte[] DecryptAndHash(ReadOnlySpan<byte> sealedOctets)
    {
        byte[] plaintext;
        if (_hasKey)
        {
            Span<byte> nonce = stackalloc byte[Aes256Gcm.NonceSize];
            NextNonce(nonce);
            plaintext = Aes256Gcm.Open(_key, nonce, sealedOctets, _hash);
        }
        else
        {
            plaintext = sealedOctets.ToArray();
        }

        MixHash(sealedOctets);
        return plaintext;
    }

    /// <summary>Split: the two keys of 32 octets.</summary>
    public (SecretBytes First, SecretBytes Second) Split()
    {
        Span<byte> output = stackalloc byte[2 * HashSize];
        Derive([], output);
        var keys = (new SecretBytes(output[..KeySize]), new SecretBytes(output.Slice(HashSize, KeySize)));
        CryptographicOperations.ZeroMemory(output);
        return keys;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_chainingKey);
        CryptographicOperations.ZeroMemory(_key);
    }

    // HKDF of Noise 4.3 with two outputs. The platform's HKDF is the same function, but refuses the empty input of Split on OpenSSL.
    private void Derive(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> extracted = stackalloc byte[HashSize];
        Span<byte> next = stackalloc byte[HashSize + 1];
        HMACSHA512.HashData(_chainingKey, input, extracted);
        HMACSHA512.HashData(extracted, [1], output[..HashSize]);
        output[..HashSize].CopyTo(next);
        next[HashSize] = 2;
        HMACSHA512.HashData(extracted, next, output[HashSize..]);
        CryptographicOperations.ZeroMemory(extracted);
        CryptographicOperations.ZeroMemory(next);
    }

    // Noise 5.1: the largest counter is reserved.
    private void NextNonce(Span<byte> nonce)
    {
        if (_counter == ulong.MaxValue)
        {
            throw new CryptoException(CryptoError.OutOfOrder, "The counter of a handshake key is exhausted.");
        }

        nonce[..4].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], _counter);
        _counter++;
    }
}
