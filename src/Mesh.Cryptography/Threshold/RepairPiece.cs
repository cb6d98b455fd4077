// Repair of a lost share, or a share for one more holder, by the holders of t others, none of whom learns it nor gives its own away (Laing and
// Stinson 2018, the scheme RTS).

namespace Mesh.Cryptography;

/// <summary>
/// A secret that one holder sends another in a repair: first from every helper to every helper, then, summed up, from every helper to
/// the holder who lost the share. A wrong one shows when the share is put together (<see cref="KeySharing.Repair"/>), not before.
/// </summary>
public sealed class RepairPiece : IDisposable
{
    private readonly SecretBytes _value;

    /// <summary>Reads a piece.</summary>
    /// <param name="group">The group.</param>
    /// <param name="from">The helper who sends it.</param>
    /// <param name="to">The holder who gets it.</param>
    /// <param name="octets">The value, little endian, 32 or 56 octets. Copied.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidScalar"/>.
    /// </exception>
    public RepairPiece(PrimeGroup group, int from, int to, ReadOnlySpan<byte> octets)
        : this(group, from, to, group.KeepRead(octets))
    {
    }

    private RepairPiece(PrimeGroup group, int from, int to, SecretBytes value)
    {
        Holders.Check(from);
        Holders.Check(to);
        Group = group;
        From = from;
        To = to;
        _value = value;
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>The helper who sends it.</summary>
    public int From { get; }

    /// <summary>The holder who gets it.</summary>
    public int To { get; }

    /// <summary>A helper's second step: the sum of the pieces that it got, one from each helper, for the holder who lost the share.</summary>
    /// <param name="received">The pieces of all helpers, its own included.</param>
    /// <param name="lost">The holder whose share is repaired.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for pieces of different groups, for different helpers, or two of one helper.
    /// </exception>
    public static RepairPiece Sum(IReadOnlyList<RepairPiece> received, int lost)
    {
        PrimeGroup group = RequireOneReceiver(received);
        AddUp(received, out GroupScalar sum);
        var piece = new RepairPiece(group, received[0].To, lost, group.Keep(sum));
        sum.Clear();
        return piece;
    }

    /// <summary>Writes the value, little endian.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 or 56 octets, as the group has it.</exception>
    public void WriteTo(Span<byte> destination) => Group.Copy(_value, destination);

    /// <summary>The group and the holders, never the value.</summary>
    public override string ToString() => $"{nameof(RepairPiece)}({Group}, {From} to {To})";

    /// <summary>Zeroes the value.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>A helper's first step: its weighted share as a sum of random pieces, one for each helper.</summary>
    internal static IReadOnlyList<RepairPiece> Divide(
        PrimeGroup group, int from, IReadOnlyList<int> helpers, in GroupScalar weighted, IRandomSource random)
    {
        var pieces = new RepairPiece[helpers.Count];
        GroupScalar rest = weighted;
        for (int i = 1; i < pieces.Length; i++)
        {
            group.Random(random, out GroupScalar value);
            group.Subtract(out rest, rest, value);
            pieces[i] = new RepairPiece(group, from, helpers[i], group.Keep(value));
            value.Clear();
        }

        pieces[0] = new RepairPiece(group, from, helpers[0], group.Keep(rest));
        rest.Clear();
        return pieces;
    }

    /// <summary>Refuses pieces that do not all go to one holder, from different helpers, in one group.</summary>
    internal static PrimeGroup RequireOneReceiver(IReadOnlyList<RepairPiece> pieces)
    {
        Holders.Check([.. pieces.Select(p => p.From)], threshold: 1);
        return pieces.All(p => p.Group == pieces[0].Group && p.To == pieces[0].To)
            ? pieces[0].Group
            : throw new CryptoException(CryptoError.InvalidShares, "The pieces of a repair are not all of one group and for one holder.");
    }

    internal static void AddUp(IReadOnlyList<RepairPiece> pieces, out GroupScalar sum)
    {
        sum = default;
        foreach (RepairPiece piece in pieces)
        {
            piece.Group.Take(piece._value, out GroupScalar value);
            piece.Group.Add(out sum, sum, value);
            value.Clear();
        }
    }
}
