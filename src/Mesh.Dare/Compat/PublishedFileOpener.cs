using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Opens an envelope in a file, of any size and in bounded memory, also one under <c>A256CBC</c>, which has no tag that would tell a changed
/// segment: the file is read twice, first to verify digest, signatures and witness, then to decrypt (DARE 2.10, D-04).
/// </summary>
public static class PublishedFileOpener
{
    /// <summary>
    /// Writes the plaintext to <paramref name="destination"/>. What was written counts only when this call returns. Write to a temporary
    /// file, and rename it then.
    /// </summary>
    /// <param name="source">A stream that seeks, at the beginning of the envelope.</param>
    /// <param name="destination">Where the plaintext goes.</param>
    /// <param name="request">Keys, signers, and the old forms that are permitted.</param>
    /// <exception cref="DareException">As <see cref="EnvelopeOpener.Open"/>; what was written is then void.</exception>
    /// <exception cref="ArgumentException">The source does not seek.</exception>
    public static OpenedFile Open(Stream source, Stream destination, OpenRequest request)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(request);
        if (!source.CanSeek)
        {
            throw new ArgumentException("a file that is read twice must seek", nameof(source));
        }

        long start = source.Position;
        DareHeader header = new EnvelopeFileReader(source).Header;
        ProtectedBody? form = ProtectedBody.Read(header, claims: null, request.Legacy);
        source.Position = start;
        return form is { Cipher: BodyCipher.A256Cbc } ? OpenCbc(source, destination, request) : EnvelopeFileOpener.Open(source, destination, request);
    }

    private static OpenedFile OpenCbc(Stream source, Stream destination, OpenRequest request)
    {
        long start = source.Position;
        CheckedFile checkedFile = EnvelopeFileVerifier.Verify(source, request.Signers, request.Legacy);
        DareHeader header = checkedFile.Header;
        ProtectedBody form = ProtectedBody.Read(header, checkedFile.Claims, request.Legacy)!;
        request.Place?.Require(header.ContentMetaData, DareError.WrongPlace);
        EnvelopeOpener.RequireProofUnderCbc(form, checkedFile.Signatures, request.Legacy);
        using OpenKeys keys = OpenKeys.Find(header, form, request);
        keys.CheckWitnesses(checkedFile.Signatures, checkedFile.Claims);
        OpenedMetadata metadata = OpenedMetadata.Of(header, keys.Open);

        source.Position = start;
        using var body = new SecondReading(new EnvelopeFileReader(source), checkedFile.BodyLength, BodyDigest.AlgorithmOf(header, checkedFile.Claims));
        long length;
        using (CbcStream plaintext = keys.OpenCbc(body))
        {
            length = Copy(plaintext, destination);
        }

        body.RequireSame(checkedFile.PayloadDigest);
        VerificationLevel level = checkedFile.Signatures.Count > 0 ? VerificationLevel.Signed
            : checkedFile.DigestStated ? VerificationLevel.Digest
            : VerificationLevel.None;
        bool bound = checkedFile.Signatures.Any(s => s.Form == SignatureForms.SignedData);
        return new OpenedFile(header, checkedFile.Claims, length, metadata, new OpenedStanding(level, checkedFile.Signatures, bound));
    }

    private static long Copy(Stream plaintext, Stream destination)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            long length = 0;
            for (int count = plaintext.Read(buffer); count > 0; count = plaintext.Read(buffer))
            {
                destination.Write(buffer, 0, count);
                length += count;
            }

            return length;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>The body once more, in order, digested again: what is decrypted must be what was verified.</summary>
    private sealed class SecondReading(EnvelopeFileReader reader, long length, DareDigest? algorithm) : IOctetSource, IDisposable
    {
        private readonly IncrementalHash? _hash = algorithm?.Start();

        public long Length => length;

        public int Read(long offset, Span<byte> destination)
        {
            int count = reader.ReadBody(destination);
            _hash?.AppendData(destination[..count]);
            return count;
        }

        /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>.</exception>
        public void RequireSame(ReadOnlyMemory<byte> verified)
        {
            if (reader.ReadBody(new byte[1]) != 0
                || (_hash is not null && !CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), verified.Span)))
            {
                throw new DareException(DareError.DigestMismatch, "The file was changed while it was read.");
            }
        }

        public void Dispose() => _hash?.Dispose();
    }
}
