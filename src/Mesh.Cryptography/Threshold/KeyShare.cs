// The share of one holder in a key that is shared t of n (Mesh threshold, section 2): identifier x in 1..65,535 and y = f(x) modulo L.

namespace Mesh.Cryptography;

/// <summary>
/// A share that is known to be right: it was checked against the commitments when it was made or read. As secret as a whole key; zeroed on
/// disposal.
/// </summary>
public sealed partial class KeyShare : IDisposable
{
    private readonly SecretBytes _value;

    /// <summary>Reads a share and checks it: [y]B is what the commitments say of this holder.</summary>
    /// <param name="commitments">The commitments, which came from the dealer on a way that shows that all holders have the same.</param>
    /// <param name="identifier">x, 1 to 65,535.</param>
    /// <param name="octets">y, little endian, 32 or 56 octets; below L and not 0. Copied.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidScalar"/>;
    /// <see cref="CryptoError.InvalidShares"/> for a share that does not fit.
    /// </exception>
    public KeyShare(ShareCommitments commitments, int identifier, ReadOnlySpan<byte> octets)
    {
        Holders.Check(identifier);
        Commitments = commitments;
        Identifier = identifier;
        _value = Group.KeepRead(octets);
        Read(out GroupScalar value);
        Group.MultiplyBase(out GroupPoint computed, value);
        value.Clear();
        PublicKey = new GroupElement(Group, computed, primeOrder: true);
        SharePolynomial.Evaluate(Group, commitments.Elements, identifier, out GroupPoint expected);
        if (Group.EqualMask(computed, expected) == 0)
        {
            _value.Dispose();
            throw new CryptoException(CryptoError.InvalidShares, $"The share of holder {identifier} does not fit the commitments.");
        }
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group => Commitments.Group;

    /// <summary>x, the number of the holder.</summary>
    public int Identifier { get; }

    /// <summary>What is public of the sharing.</summary>
    public ShareCommitments Commitments { get; }

    /// <summary>[y]B.</summary>
    public GroupElement PublicKey { get; }

    /// <summary>Writes y, little endian.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 or 56 octets, as the group has it.</exception>
    public void WriteTo(Span<byte> destination) => Group.Copy(_value, destination);

    /// <summary>The group and the number of the holder, never the share.</summary>
    public override string ToString() => $"{nameof(KeyShare)}({Group}, {Identifier})";

    /// <summary>Zeroes the share.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>y; who takes it clears it.</summary>
    internal void Read(out GroupScalar value) => Group.Take(_value, out value);

    /// <summary>A share that was computed here; it is checked all the same.</summary>
    internal static KeyShare Create(ShareCommitments commitments, int identifier, in GroupScalar value)
    {
        using SecretBytes octets = commitments.Group.Keep(value);
        return new KeyShare(commitments, identifier, octets.Reveal());
    }
}
