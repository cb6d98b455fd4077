using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mesh.Cryptography.Tests.Groups;

/// <summary>The algorithms as the vector files name them.</summary>
internal static class Algorithm
{
    public static TheoryData<string> All => new("X25519", "X448", "Ed25519", "Ed448");

    public static TheoryData<string> Signing => new("Ed25519", "Ed448");

    public static PrimeGroup Group(string name) => name switch
    {
        "X25519" => PrimeGroup.Curve25519,
        "X448" => PrimeGroup.Curve448,
        "Ed25519" => PrimeGroup.Edwards25519,
        "Ed448" => PrimeGroup.Edwards448,
        _ => throw new ArgumentException(name),
    };

    /// <summary>An ordinary key as a residue.</summary>
    public static PrivateScalar Key(string name, ReadOnlySpan<byte> seed) => name switch
    {
        "X25519" => ClampedScalar25519.FromOctets(seed).ToResidue(),
        "X448" => ClampedScalar448.FromOctets(seed).ToResidue(),
        "Ed25519" => Ed25519Seed.FromOctets(seed).ToResidue(),
        "Ed448" => Ed448Seed.FromOctets(seed).ToResidue(),
        _ => throw new ArgumentException(name),
    };

    /// <summary>The residue of a scalar of any kind, in 32, 56 or 57 octets.</summary>
    public static PrivateScalar Reduced(string name, ReadOnlySpan<byte> scalar) => name.Contains("25519", StringComparison.Ordinal)
        ? new ResidueScalar25519(Scalar25519.ReduceWide(scalar))
        : new ResidueScalar448(Scalar448.ReduceWide(scalar));

    public static PrivateScalar Random(string name, string seed) => name.Contains("25519", StringComparison.Ordinal)
        ? ResidueScalar25519.Random(new SeededRandom(seed))
        : ResidueScalar448.Random(new SeededRandom(seed));

    public static PrivateScalar Sum(PrivateScalar a, PrivateScalar b) => a is ResidueScalar25519 r
        ? r.Add((ResidueScalar25519)b)
        : ((ResidueScalar448)a).Add((ResidueScalar448)b);

    public static byte[] Octets(PrivateScalar scalar)
    {
        byte[] octets = new byte[scalar.ResidueSize];
        scalar.WriteTo(octets);
        return octets;
    }

    /// <summary>Two scalars with L added to one of them: the same numbers modulo L.</summary>
    public static byte[] Unreduced(PrimeGroup group, ReadOnlySpan<byte> scalars, int part)
    {
        byte[] minusOne = new byte[group.ScalarSize];
        group.Negate(out GroupScalar value, group.FromInteger(1));
        group.Write(value, minusOne);
        BigInteger order = new BigInteger(minusOne, isUnsigned: true) + 1;
        byte[] result = scalars.ToArray();
        Span<byte> scalar = result.AsSpan(part * group.ScalarSize, group.ScalarSize);
        BigInteger sum = new BigInteger(scalar, isUnsigned: true) + order;
        scalar.Clear();
        Assert.True(sum.TryWriteBytes(scalar, out _, isUnsigned: true));
        return result;
    }

    /// <summary>The octets of a scalar in a vector file, without the last one of the form in 57.</summary>
    public static byte[] Unpadded(byte[] scalar) => scalar.Length == 57 ? scalar[..56] : scalar;

    /// <summary>[scalar]p for any scalar below L.</summary>
    public static GroupElement Multiple(GroupElement p, PrivateScalar scalar)
    {
        scalar.CopyResidue(out GroupScalar s);
        p.Group.Multiply(out GroupPoint r, s, p.Point);
        return new GroupElement(p.Group, r);
    }

    public static ref readonly ExtendedPoint448<TForm> Extended<TForm>(GroupElement element)
        where TForm : struct, IEdwardsForm448 =>
        ref Unsafe.As<GroupPoint, ExtendedPoint448<TForm>>(ref Unsafe.AsRef(in element.Point));
}
