using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>What an erasure frame says of an earlier one (docs/format/sequence.md, section 13).</summary>
/// <param name="Frame">The erasure frame.</param>
/// <param name="Index">The number of the frame that it erases.</param>
/// <param name="SaltDigest">SHA-256 of the salt that was there, 32 octets; null for a frame in clear.</param>
internal sealed record FrameErasureNote(SequenceFrame Frame, long Index, ReadOnlyMemory<byte>? SaltDigest)
{
    /// <summary>Octets of the body of an erasure frame at most.</summary>
    public const int MostOctets = 1024;

    /// <summary>Reads an erasure frame.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.</exception>
    public static FrameErasureNote Read(FrameReader reader, SequenceFrame frame)
    {
        if (frame.Header.IsEncrypted || frame.Layout.BodyLength > MostOctets)
        {
            throw DareException.Malformed($"Erasure frame {frame.Index} does not have the form of its type.");
        }

        byte[] body = reader.Body(frame.Layout, MostOctets);
        if (!CryptographicOperations.FixedTimeEquals(SHA512.HashData(body), frame.PayloadDigest.Span))
        {
            throw new DareException(DareError.DigestMismatch, $"The body of frame {frame.Index} does not have the digest that is stated.");
        }

        CatalogedErase erase = CatalogedErase.Parse(body);
        return erase.Index > 0 && erase.Index < frame.Index
            ? new FrameErasureNote(frame, erase.Index, erase.SaltDigest)
            : throw DareException.Malformed($"Erasure frame {frame.Index} names no earlier frame.");
    }

    /// <summary>The leaf of the frame that was erased.</summary>
    public byte[] LeafOf(SequenceFrame erased) => erased.Leaf(erased.Header.Salt is null ? null : SaltDigest).Hash();
}
