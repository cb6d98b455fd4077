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
}
