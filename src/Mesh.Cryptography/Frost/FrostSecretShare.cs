// What a participant in key generation sends each of the others in secret (Komlo and Goldberg 2020, figure 1, round 2): f_i(j) modulo L. Octets:
// little endian, 32, or 57 of which the last is zero.

namespace Mesh.Cryptography;

/// <summary>
/// The value of one participant's polynomial for another. It has to travel encrypted to the receiver, on a way that shows who sent it. Zeroed on
/// disposal.
/// </summary>
public sealed class FrostSecretShare : IDisposable
{
    private readonly SecretBytes _value;

    /// <summary>Reads what <paramref name="from"/> sent.</summary>
    /// <param name="suite">The ciphersuite.</param>
    /// <param name="from">The participant who sent it, 1 to 65,535.</param>
    /// <param name="to">The participant who got it, 1 to 65,535.</param>
    /// <param name="octets">f_from(to), <see cref="FrostSuite.ScalarSize"/> octets, below L and not 0. Copied.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidScalar"/>, <see cref="CryptoError.InvalidParameter"/>.
    /// </exception>
    public FrostSecretShare(FrostSuite suite, int from, int to, ReadOnlySpan<byte> octets)
    {
        Holders.Check(from);
        Holders.Check(to);
        suite.Read("A secret share", octets, out GroupScalar value);
        value.Clear();
        Suite = suite;
        From = from;
        To = to;
        _value = suite.Group.KeepRead(octets[..suite.Group.ScalarSize]);
    }

    internal FrostSecretShare(FrostSuite suite, int from, int to, in GroupScalar value)
    {
        Suite = suite;
        From = from;
        To = to;
        _value = suite.Group.Keep(value);
    }

    /// <summary>The ciphersuite.</summary>
    public FrostSuite Suite { get; }

    /// <summary>The participant who sends it.</summary>
    public int From { get; }

    /// <summary>The participant who gets it.</summary>
    public int To { get; }

    /// <summary>Writes the value.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not <see cref="FrostSuite.ScalarSize"/> octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Suite.ScalarSize)
        {
            throw CryptoException.Length("The destination of a secret share", Suite.ScalarSize, destination.Length);
        }

        Suite.Group.Copy(_value, destination[..Suite.Group.ScalarSize]);
        destination[Suite.Group.ScalarSize..].Clear();
    }

    /// <summary>Who sends it to whom, never the value.</summary>
    public override string ToString() => $"{nameof(FrostSecretShare)}({Suite}, {From} to {To})";

    /// <summary>Zeroes the value.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>The value; who takes it clears it.</summary>
    internal void Read(out GroupScalar value) => Suite.Group.Take(_value, out value);
}
