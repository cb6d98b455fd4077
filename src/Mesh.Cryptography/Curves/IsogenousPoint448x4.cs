// Points of the curve of IsogenousPoint448 with their coordinates (X, Y, Z, T) side by side, for AVX2: an addition or a doubling is two rounds of four
// products. The formulas are the same, but for signs that all four coordinates share.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>A point of the image of edwards448; all coordinates carried. For public values, where <see cref="Field448x4.IsSupported"/>.</summary>
internal struct IsogenousPoint448x4
{
    private Field448x4 _coordinates;

    /// <summary>Takes over a point.</summary>
    public IsogenousPoint448x4(in IsogenousPoint448 p) => Field448x4.Create(out _coordinates, p.X, p.Y, p.Z, p.T);

    /// <summary>The neutral element (0, 1).</summary>
    public static IsogenousPoint448x4 Neutral => new(IsogenousPoint448.Neutral);

    /// <summary>The point in the other form.</summary>
    public readonly IsogenousPoint448 ToPoint() => new()
    {
        X = _coordinates.Element(0),
        Y = _coordinates.Element(1),
        Z = _coordinates.Element(2),
        T = _coordinates.Element(3),
    };

    /// <summary>r = p + q; r may be p.</summary>
    [SkipLocalsInit]
    public static void Add(out IsogenousPoint448x4 r, ref IsogenousPoint448x4 p, ref PreparedPoint448x4 q)
    {
        Unsafe.SkipInit(out Field448x4.Workspace workspace);
        Field448x4.AdditionOperand(out Field448x4 left, ref p._coordinates, negative: false);
        Field448x4.Multiply(out left, ref left, ref q.Coordinates, ref workspace);
        Field448x4.AdditionFactors(out left, out Field448x4 right, ref left);
        Field448x4.Multiply(out r._coordinates, ref left, ref right, ref workspace);
    }

    /// <summary>r = p - q; r may be p.</summary>
    [SkipLocalsInit]
    public static void Subtract(out IsogenousPoint448x4 r, ref IsogenousPoint448x4 p, ref PreparedPoint448x4 q)
    {
        Unsafe.SkipInit(out Field448x4.Workspace workspace);
        Field448x4.AdditionOperand(out Field448x4 left, ref p._coordinates, negative: true);
        Field448x4.ExchangeFirstPair(out Field448x4 right, ref q.Coordinates);
        Field448x4.Multiply(out left, ref left, ref right, ref workspace);
        Field448x4.AdditionFactors(out left, out right, ref left);
        Field448x4.Multiply(out r._coordinates, ref left, ref right, ref workspace);
    }

    /// <summary>r = 2p; r may be p.</summary>
    [SkipLocalsInit]
    public static void Double(out IsogenousPoint448x4 r, ref IsogenousPoint448x4 p)
    {
        Unsafe.SkipInit(out Field448x4.Workspace workspace);
        Field448x4.DoublingSquares(out Field448x4 left, ref p._coordinates);
        Field448x4.Square(out left, ref left, ref workspace);
        Field448x4.DoublingFactors(out left, out Field448x4 right, ref left);
        Field448x4.Multiply(out r._coordinates, ref left, ref right, ref workspace);
    }

    /// <summary>Prepares p as a second operand.</summary>
    public static void Prepare(out PreparedPoint448x4 r, ref IsogenousPoint448x4 p) =>
        Field448x4.PrepareOperand(out r.Coordinates, ref p._coordinates, PreparedPoint448.MinusTwoD);
}
