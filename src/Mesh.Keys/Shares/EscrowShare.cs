using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// One share of a secret as a fingerprint (<c>S…</c>; draft-hallambaker-mesh-udf sections 4.5 and 12): <c>90 ‖ (16·threshold +
/// abscissa − 1) ‖ y</c>, y as long as the secret, 1 to 64 octets. As secret as the whole where the threshold is 1.
/// </summary>
public sealed class EscrowShare : IDisposable
{
    /// <summary>Most octets of a shared secret.</summary>
    public const int MaximumSecretLength = ShamirSharing.MaximumSecret;

    private const int HeaderLength = 2;

    private readonly ShamirShare _share;

    internal EscrowShare(int threshold, ShamirShare share)
    {
        Threshold = threshold;
        _share = share;
    }

    /// <summary>How many shares recover the secret, 1 to 15.</summary>
    public int Threshold { get; }

    /// <summary>The number of this share, 1 to 16.</summary>
    public int Abscissa => _share.Abscissa;

    /// <summary>Octets of the secret.</summary>
    public int Length => _share.Value.Length;

    /// <summary>
    /// Reads the fingerprint's text. Strict, because shares are typed: a length that no octet count gives, or bits that are not zero
    /// after the last octet, are refused.
    /// </summary>
    /// <exception cref="KeyException">No share (<see cref="KeyError.Shares"/>).</exception>
    public static EscrowShare Parse(ReadOnlySpan<char> text)
    {
        using SecretBytes binary = SecretText.Decode(text, KeyError.Shares);
        ReadOnlySpan<byte> octets = binary.Reveal();
        bool whole = octets.Length is > HeaderLength and <= HeaderLength + MaximumSecretLength
            && octets[0] == UdfType.ShamirShare
            && octets[1] >> 4 != 0
            && IsExact(text, octets);
        return whole
            ? new EscrowShare(octets[1] >> 4, new ShamirShare((octets[1] & 0xF) + 1, octets[HeaderLength..]))
            : throw new KeyException(KeyError.Shares, "not a share, or one that is mistyped: expected groups of four that begin with S");
    }

    /// <summary>The fingerprint's text, to be shown once by the caller.</summary>
    public string RevealUdf()
    {
        using SecretBytes binary = RevealBinary();
        return Base32.Encode(binary.Reveal());
    }

    /// <summary>The binary fingerprint; the caller disposes the copy.</summary>
    public SecretBytes RevealBinary() => SecretBytes.Create(HeaderLength + Length, binary =>
    {
        binary[0] = UdfType.ShamirShare;
        binary[1] = (byte)((Threshold << 4) | (Abscissa - 1));
        _share.Value.Reveal().CopyTo(binary[HeaderLength..]);
    });

    /// <summary>The number of the share and the threshold only.</summary>
    public override string ToString() => $"EscrowShare({Abscissa}, {Threshold} needed)";

    /// <summary>Zeroes the share.</summary>
    public void Dispose() => _share.Dispose();

    internal ShamirShare Share => _share;

    // Whether the text is the presentation of the octets, with zeros after the last one.
    private static bool IsExact(ReadOnlySpan<char> text, ReadOnlySpan<byte> octets)
    {
        Span<byte> all = stackalloc byte[octets.Length + 1];
        int bits = Base32.DecodeBits(text, all);
        bool exact = bits == Base32.CharacterCount(octets.Length) * 5 && all[^1] == 0;
        CryptographicOperations.ZeroMemory(all);
        return exact;
    }
}
