using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>One sealing in the published form between its header and its trailer: keys for one body, then erased.</summary>
internal sealed class CompatSession(CompatRequest request, DareHeader header, LegacyBody? keys, IRandomSource random) : IDisposable
{
    private const int ChunkSize = 1 << 16;

    private bool _used;

    public DareHeader Header { get; } = header;

    /// <summary>Octets of the body as carried: a multiple of 16, larger than the plaintext, where it is encrypted.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: more than 63 bits, or negative.</exception>
    public long BodyLength(long plaintextLength)
    {
        if (plaintextLength is < 0 or > long.MaxValue - LegacyBody.BlockSize)
        {
            throw new DareException(DareError.LimitExceeded, "The body has more octets than can be written.");
        }

        return keys is null ? plaintextLength : LegacyBody.BlockSize * (1 + (plaintextLength / LegacyBody.BlockSize));
    }

    /// <summary>The body as carried.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        UseOnce();
        return keys is null ? plaintext.ToArray() : keys.Seal(plaintext);
    }

    /// <summary>Passes the body as carried on to <paramref name="output"/>.</summary>
    public void SealStream(Stream plaintext, Action<ReadOnlyMemory<byte>> output)
    {
        UseOnce();
        if (keys is not null)
        {
            keys.SealStream(plaintext, output);
            return;
        }

        byte[] buffer = new byte[ChunkSize];
        for (int count = plaintext.Read(buffer); count > 0; count = plaintext.Read(buffer))
        {
            output(buffer.AsMemory(0, count));
        }
    }

    /// <summary>The trailer, with the signatures of the request over the manifest and, where the body is encrypted, the witness.</summary>
    /// <param name="bodyDigest">SHA-512 of the body as carried.</param>
    /// <param name="apex">The apex of a tree; null for none.</param>
    public DareTrailer Trailer(byte[] bodyDigest, byte[]? apex = null) =>
        Header.DigestAlgorithm is null ? DareTrailer.Empty : Trailer(bodyDigest, apex, key => EnvelopeSigner.SignManifest(key, bodyDigest, random));

    /// <summary>Octets of the trailer, which stand before the body is known where its length comes first.</summary>
    public int TrailerLength(bool withApex)
    {
        DareTrailer trailer = Header.DigestAlgorithm is null ? DareTrailer.Empty : Trailer(
            new byte[DareDigest.S512.Size],
            withApex ? new byte[DareDigest.S512.Size] : null,
            key => new DareSignature
            {
                KeyIdentifier = key.Kid,
                Algorithm = SignatureLabels.Algorithm(key.Algorithm),
                Value = new byte[key.Algorithm == KeyAlgorithm.Ed448 ? SignatureSizes.Ed448 : SignatureSizes.Ed25519],
            });
        return trailer.IsEmpty ? 0 : trailer.Octets.Length;
    }

    public void Dispose() => keys?.Dispose();

    private DareTrailer Trailer(byte[] bodyDigest, byte[]? apex, Func<SignaturePrivateKey, DareSignature> sign)
    {
        bool witnessed = keys is not null && request.Signers.Count > 0;
        return new DareTrailer
        {
            PayloadDigest = bodyDigest,
            Signatures = [.. request.Signers.Select(sign)],
            WitnessValue = OptionalOctets.Of(witnessed ? keys!.Witness(SignatureLabels.PlainManifest(DareDigest.S512.Name, bodyDigest)) : null),
            ApexDigest = OptionalOctets.Of(apex),
        };
    }

    // One salt for two bodies would be one key and initialisation vector for both.
    private void UseOnce()
    {
        if (_used)
        {
            throw new DareException(DareError.InvalidRequest, "The keys of an envelope seal one body.");
        }

        _used = true;
    }
}
