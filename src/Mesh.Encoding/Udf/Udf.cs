using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Mesh.Encoding;

/// <summary>
/// A Uniform Data Fingerprint (draft-hallambaker-mesh-udf section 3): one type octet and a binary data sequence, presented in
/// Base32. It is held as a string of bits, so that text which was read is written again unchanged and so that the bits after the
/// last whole octet, which are significant in a cut digest, take part in comparison. Immutable. Not for secrets that stay in memory:
/// seeds, shares and keys have types of their own in Mesh.Keys.
/// </summary>
public sealed class Udf : IEquatable<Udf>
{
    /// <summary>Bits presented where nothing else is asked for: 28 characters.</summary>
    public const int DefaultPrecision = 140;

    /// <summary>The least precision that is made and that a match may rest on.</summary>
    public const int MinimumPrecision = 100;

    /// <summary>The least precision for certificates, trust anchors and other policy (section 5.3.1).</summary>
    public const int PolicyPrecision = 200;

    /// <summary>The greatest precision that is made.</summary>
    public const int MaximumPrecision = 440;

    /// <summary>Longest text that is read; an RSA key as an OID sequence has fewer than a thousand characters.</summary>
    public const int MaximumTextLength = 4096;

    private const int PrecisionStep = 20;

    private readonly byte[] _octets;
    private readonly int _bits;
    private readonly int _precision;

    private Udf(byte[] octets, int bits, int precision)
    {
        _octets = octets;
        _bits = bits;
        _precision = precision;
    }

    /// <summary>The type octet; see <see cref="UdfType"/>. Text without a type octet (a connection witness) has its first octet here.</summary>
    public byte Type => _octets[0];

    /// <summary>The whole octets after the type octet (BDS in the drafts' formulas).</summary>
    public ReadOnlyMemory<byte> Data => _octets.AsMemory(1, (_bits / 8) - 1);

    /// <summary>Bits known, the type octet included.</summary>
    public int Bits => _bits;

    /// <summary>A fingerprint of whole octets that is presented in full: nonce, key, PIN, share, seed, OID sequence.</summary>
    /// <exception cref="EncodingException">No data octets (<see cref="EncodingError.Udf"/>).</exception>
    public static Udf FromOctets(byte type, ReadOnlySpan<byte> data)
    {
        Udf whole = FromBinary([type, .. data]);
        return new Udf(whole._octets, whole._bits, whole._bits);
    }

    /// <summary>A nonce, 68 ‖ <paramref name="random"/>; 16 octets give 28 characters (section 4.1).</summary>
    public static Udf Nonce(ReadOnlySpan<byte> random) => FromOctets(UdfType.Nonce, random);

    /// <summary>A digest or authenticator of which all octets are known, presented at 140 bits.</summary>
    internal static Udf FromDigest(byte type, ReadOnlySpan<byte> digest)
    {
        Udf whole = FromBinary([type, .. digest]);
        return new Udf(whole._octets, whole._bits, DefaultPrecision);
    }

    /// <summary>Reads the presentation. Either case; dashes and ASCII white space are skipped; no length is refused but too short ones.</summary>
    /// <exception cref="EncodingException">Not Base32, too short or too long (<see cref="EncodingError.Udf"/>).</exception>
    public static Udf Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out Udf? udf)
            ? udf
            : throw new EncodingException(EncodingError.Udf, "the text is not a fingerprint (UDF): expected groups of A-Z and 2-7");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Udf? udf)
    {
        udf = null;
        if (text.Length > MaximumTextLength || !Base32.TryCountCharacters(text, out int characters) || characters < 4)
        {
            return false;
        }

        int bits = characters * 5;
        byte[] octets = new byte[(bits + 7) / 8];
        Base32.DecodeBits(text, octets);
        udf = new Udf(octets, bits, bits);
        return true;
    }

    /// <summary>
    /// As <see cref="Parse"/>, and refuses what no writer makes: a type that is not registered, fixed-length types whose length no
    /// octet count gives or whose leftover bits are not zero, cut types that are not 100 to 440 bits in steps of 20.
    /// </summary>
    /// <exception cref="EncodingException">Refused (<see cref="EncodingError.Udf"/> or <see cref="EncodingError.Precision"/>).</exception>
    public static Udf ParseStrict(ReadOnlySpan<char> text)
    {
        Udf udf = Parse(text);
        if (!UdfType.IsRegistered(udf.Type))
        {
            throw new EncodingException(EncodingError.Udf, $"the fingerprint has the unregistered type {udf.Type}");
        }

        bool wholeOctets = Base32.CharacterCount(udf._bits / 8) * 5 == udf._bits && udf.LeftoverBits == 0;
        bool cut = UdfType.IsVariableLength(udf.Type) && IsPrecision(udf._bits);
        if (!cut && (!wholeOctets || UdfType.IsDigest(udf.Type)))
        {
            throw new EncodingException(EncodingError.Precision, "the fingerprint has a length that its type cannot have");
        }

        return udf;
    }

    /// <summary>The type octet and all whole octets after it.</summary>
    public byte[] ToOctets() => _octets.AsSpan(0, _bits / 8).ToArray();

    /// <summary>Fixed types and text that was read: in full. Digests and authenticators that were computed: 140 bits.</summary>
    public override string ToString() => Base32.Encode(_octets, _precision);

    /// <summary>The presentation cut to <paramref name="bits"/>, which count the type octet: a character prefix of every longer one.</summary>
    /// <exception cref="EncodingException">
    /// Not 100 to 440 in steps of 20, more than is known, or a type that is never cut (<see cref="EncodingError.Precision"/>).
    /// </exception>
    public string ToString(int bits)
    {
        if (!UdfType.IsVariableLength(Type))
        {
            throw new EncodingException(EncodingError.Precision, "a fingerprint of this type is never cut");
        }

        if (!IsPrecision(bits) || bits > _bits)
        {
            throw new EncodingException(EncodingError.Precision, $"{bits} bits: a fingerprint has 100 to 440, in steps of 20");
        }

        return Base32.Encode(_octets, bits);
    }

    /// <summary>
    /// Whether the shorter of the two is a prefix of the longer (section 5): same type and at least <paramref name="minimumBits"/>
    /// bits in common. The time taken does not depend on where they differ.
    /// </summary>
    public bool Matches(Udf other, int minimumBits = MinimumPrecision)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumBits, MinimumPrecision);
        int common = Math.Min(_bits, other._bits);
        if (common < minimumBits)
        {
            return false;
        }

        int whole = common / 8;
        bool equal = CryptographicOperations.FixedTimeEquals(_octets.AsSpan(0, whole), other._octets.AsSpan(0, whole));
        int rest = common % 8;
        return equal & (rest == 0 || (_octets[whole] ^ other._octets[whole]) >> (8 - rest) == 0);
    }

    /// <summary>Whether both have the same bits, no more and no fewer.</summary>
    public bool Equals([NotNullWhen(true)] Udf? other) =>
        other is not null && _bits == other._bits && CryptographicOperations.FixedTimeEquals(_octets, other._octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Udf);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_octets);
        return hash.ToHashCode();
    }

    internal static bool IsPrecision(int bits) =>
        bits is >= MinimumPrecision and <= MaximumPrecision && bits % PrecisionStep == 0;

    /// <summary>This digest or authenticator with only its first <paramref name="bits"/> bits known.</summary>
    internal Udf Cut(int bits) => Parse(ToString(bits));

    private int LeftoverBits => _bits % 8 == 0 ? 0 : _octets[^1];

    private static Udf FromBinary(byte[] octets)
    {
        if (octets.Length < 2)
        {
            throw new EncodingException(EncodingError.Udf, "a fingerprint has at least one octet after its type");
        }

        // The last character is filled with zero bits, as text that is read would have them.
        int bits = Base32.CharacterCount(octets.Length) * 5;
        Array.Resize(ref octets, (bits + 7) / 8);
        return new Udf(octets, bits, bits);
    }
}
