using Mesh.Cryptography;

namespace Mesh.Schema.Tests;

/// <summary>Points on the curve outside the subgroup of prime order.</summary>
internal static class MixedOrder
{
    /// <summary>57 octets: the first u from 2 on that is on the curve, with a component of small order.</summary>
    public static byte[] X448()
    {
        byte[] u = new byte[56];
        for (u[0] = 2; ; u[0]++)
        {
            try
            {
                GroupElement point = PrimeGroup.Curve448.LiftEven(u);
                if (!point.IsPrimeOrder)
                {
                    return point.Encode();
                }
            }
            catch (CryptoException)
            {
                // On the twist.
            }
        }
    }
}
