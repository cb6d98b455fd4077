namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Points with a part of small order.</summary>
internal static class MixedOrder
{
    /// <summary>The encoding of the first point from small coordinates on that is on the curve and not of prime order.</summary>
    public static byte[] Of(PrimeGroup group)
    {
        byte[] octets = new byte[group.ElementSize];
        for (octets[0] = 2; ; octets[0]++)
        {
            try
            {
                GroupElement point = group.Decode(octets);
                if (!point.IsPrimeOrder && !point.IsSmallOrder)
                {
                    return octets;
                }
            }
            catch (CryptoException)
            {
                // Not on the curve.
            }
        }
    }

    /// <summary>The part of small order of such a point.</summary>
    public static GroupElement Torsion(PrimeGroup group)
    {
        GroupElement mixed = group.Decode(Of(group));
        return mixed.Add(PrimePart(mixed).Negate());
    }

    /// <summary>The part of prime order of a point: [1/h mod L]([h]P).</summary>
    public static GroupElement PrimePart(GroupElement mixed)
    {
        PrimeGroup group = mixed.Group;
        group.MultiplyByCofactor(out GroupPoint cleared, mixed.Point);
        group.DivideByCofactor(out GroupScalar inverse, group.FromInteger(1));
        group.Multiply(out GroupPoint prime, inverse, cleared);
        return new GroupElement(group, prime);
    }
}
