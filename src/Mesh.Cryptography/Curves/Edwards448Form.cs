// The coefficients of edwards448 (RFC 7748 4.2, RFC 8032 5.2).

namespace Mesh.Cryptography;

/// <summary>edwards448 (RFC 7748 4.2, RFC 8032 5.2): a = 1, d = -39081.</summary>
internal readonly struct Edwards448Form : IEdwardsForm448
{
    /// <summary>-d.</summary>
    public const ulong MinusD = 39081;

    /// <inheritdoc/>
    public static void MultiplyByA(out Field448 r, in Field448 v) => r = v;

    /// <inheritdoc/>
    public static void MultiplyByD(out Field448 r, in Field448 v)
    {
        Field448.MultiplySmall(out r, v, MinusD);
        Field448.Negate(out r, r);
    }
}
