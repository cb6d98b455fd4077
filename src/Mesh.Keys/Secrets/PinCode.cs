using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A PIN that admits a device or a contact once (Mesh schema, section 2): a fingerprint of type 00 over random octets, 120 bits by
/// default. It is shown and typed, and never travels; what is stored and used is its <see cref="SaltedPin"/>.
/// </summary>
public sealed class PinCode : IDisposable
{
    /// <summary>Octets of a new PIN, 120 bits.</summary>
    public const int DefaultLength = 15;

    /// <summary>Fewest octets of a PIN, 80 bits.</summary>
    public const int MinimumLength = 10;

    /// <summary>Most octets of a PIN.</summary>
    public const int MaximumLength = 32;

    private readonly SecretBytes _octets;

    private PinCode(SecretBytes octets) => _octets = octets;

    /// <summary>A new random PIN.</summary>
    public static PinCode Generate(IRandomSource random, int length = DefaultLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinimumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        return new PinCode(SecretBytes.Random(random, length));
    }

    /// <summary>Reads the fingerprint's text (<c>A…</c>); bits after the last whole octet are dropped.</summary>
    /// <exception cref="KeyException">No PIN, or one of fewer than 80 bits (<see cref="KeyError.Secret"/>).</exception>
    public static PinCode Parse(ReadOnlySpan<char> text)
    {
        using SecretBytes binary = SecretText.Decode(text, KeyError.Secret);
        ReadOnlySpan<byte> octets = binary.Reveal();
        return octets[0] == UdfType.Authenticator && octets.Length - 1 is >= MinimumLength and <= MaximumLength
            ? new PinCode(new SecretBytes(octets[1..]))
            : throw new KeyException(KeyError.Secret, "not a PIN: expected a fingerprint that begins with A, at least 80 bits");
    }

    /// <summary>The fingerprint's text, to be shown by the caller.</summary>
    public string RevealUdf() => SecretText.Encode(UdfType.Authenticator, _octets);

    /// <summary>The form for one action, <c>Device</c> or <c>Contact</c>: UDF-MAC of its name.</summary>
    public SaltedPin Salt(string action) => SaltedPin.Of(_octets.Reveal(), System.Text.Encoding.ASCII.GetBytes(action));

    /// <summary>Never the PIN.</summary>
    public override string ToString() => $"PinCode({_octets.Length})";

    /// <summary>Zeroes the PIN.</summary>
    public void Dispose() => _octets.Dispose();
}
