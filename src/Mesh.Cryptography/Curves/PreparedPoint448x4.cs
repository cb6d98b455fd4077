// A point of IsogenousPoint448x4 prepared for additions: (y - x, y + x, 78164 t, 2z) side by side, as in PreparedPoint448.

namespace Mesh.Cryptography;

/// <summary>A second operand of additions, limbs below 2^28 + 2^20.</summary>
internal struct PreparedPoint448x4
{
    public Field448x4 Coordinates;

    /// <summary>p, 3p, 5p, ...</summary>
    public static void OddMultiples(in IsogenousPoint448 p, Span<PreparedPoint448x4> table)
    {
        var multiple = new IsogenousPoint448x4(p);
        IsogenousPoint448x4.Prepare(out table[0], ref multiple);
        IsogenousPoint448x4.Double(out IsogenousPoint448x4 second, ref multiple);
        IsogenousPoint448x4.Prepare(out PreparedPoint448x4 twice, ref second);
        for (int i = 1; i < table.Length; i++)
        {
            IsogenousPoint448x4.Add(out multiple, ref multiple, ref twice);
            IsogenousPoint448x4.Prepare(out table[i], ref multiple);
        }
    }
}
