// A point of IsogenousPoint448 prepared for additions: y + x, y - x, 78164 t, 2z. The coefficient d = -39082 enters them with its sign
// reversed.

namespace Mesh.Cryptography;

/// <summary>A second operand of additions; Plus and Z are loose.</summary>
internal struct PreparedPoint448
{
    /// <summary>-2d.</summary>
    public const ulong MinusTwoD = 2 * 39082;

    public Field448 Plus, Minus, T, Z;

    /// <summary>Prepares p.</summary>
    public static void Prepare(out PreparedPoint448 r, in IsogenousPoint448 p)
    {
        Field448.Add(out r.Plus, p.Y, p.X);
        Field448.Subtract(out r.Minus, p.Y, p.X);
        Field448.MultiplySmall(out r.T, p.T, MinusTwoD);
        Field448.Add(out r.Z, p.Z, p.Z);
    }

    /// <summary>p, 3p, 5p, ...</summary>
    public static void OddMultiples(in IsogenousPoint448 p, Span<PreparedPoint448> table)
    {
        Prepare(out table[0], p);
        IsogenousPoint448.Double(out IsogenousPoint448 multiple, p);
        Prepare(out PreparedPoint448 twice, multiple);
        multiple = p;
        for (int i = 1; i < table.Length; i++)
        {
            IsogenousPoint448.Add(out multiple, multiple, twice);
            Prepare(out table[i], multiple);
        }
    }
}
