// The coefficients of the Edwards form of curve448 on which its points are added (Mesh threshold, sections 1.3 and 4.4).

namespace Mesh.Cryptography;

/// <summary>
/// A form of curve448, v^2 = u^3 + A u^2 + u with A = 156326: x = u/v, y = (u+1)/(u-1) carries it to a x^2 + y^2 = 1 + d x^2 y^2 with
/// a = A - 2, a square, and d = A + 2, not a square. It is an isomorphism of groups. (Scaling x by a root of a gives the form
/// with d = 39082/39081 of the Mesh threshold, section 1.3.)
/// </summary>
internal readonly struct Curve448Form : IEdwardsForm448
{
    /// <summary>A of curve448.</summary>
    public const ulong MontgomeryA = 156326;

    /// <inheritdoc/>
    public static void MultiplyByA(out Field448 r, in Field448 v) => Field448.MultiplySmall(out r, v, MontgomeryA - 2);

    /// <inheritdoc/>
    public static void MultiplyByD(out Field448 r, in Field448 v) => Field448.MultiplySmall(out r, v, MontgomeryA + 2);
}
