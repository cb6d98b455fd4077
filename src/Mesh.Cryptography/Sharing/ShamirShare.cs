// One share of a byte-string sharing (draft-hallambaker-mesh-udf 4.5): an abscissa in 1..16 and a value of 1..64 octets.

namespace Mesh.Cryptography;

/// <summary>One share of a secret: the abscissa x, which is public, and the value y = f(x), which is as secret as the whole.</summary>
public sealed class ShamirShare : IDisposable
{
    /// <summary>A share as it was read.</summary>
    /// <param name="abscissa">x, 1 to 16.</param>
    /// <param name="value">y, big-endian, 1 to 64 octets: as many as the secret has. Copied.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidLength"/>.</exception>
    public ShamirShare(int abscissa, ReadOnlySpan<byte> value)
    {
        if (abscissa is < 1 or > ShamirSharing.MaximumAbscissa)
        {
            throw new CryptoException(
                CryptoError.InvalidParameter, $"The abscissa of a share is 1 to {ShamirSharing.MaximumAbscissa}, not {abscissa}.");
        }

        ShamirSharing.CheckSize(value.Length);
        Abscissa = abscissa;
        Value = new SecretBytes(value);
    }

    /// <summary>x, 1 to 16.</summary>
    public int Abscissa { get; }

    /// <summary>y, big-endian, as long as the secret.</summary>
    public SecretBytes Value { get; }

    /// <summary>The abscissa alone.</summary>
    public override string ToString() => $"{nameof(ShamirShare)}({Abscissa})";

    /// <summary>Zeroes the value.</summary>
    public void Dispose() => Value.Dispose();
}
