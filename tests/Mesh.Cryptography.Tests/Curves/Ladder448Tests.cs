using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>Both ways to climb the ladder, against an independent implementation and on the values where it has exceptions.</summary>
public class Ladder448Tests
{
    private readonly SeededRandom _random = new(nameof(Ladder448Tests));

    [Fact]
    public void The_portable_ladder_agrees_with_BouncyCastle() => Check(Ladder448.MultiplyPortable);

    [VectorFact]
    public void The_vector_ladder_agrees_with_BouncyCastle() => Check(Ladder448x4.Multiply);

    [Fact]
    public void Results_do_not_change_when_the_vector_ladder_takes_over()
    {
        byte[] k = _random.Bytes(56);
        byte[] u = _random.Bytes(56);
        byte[] expected = new byte[56];
        byte[] actual = new byte[56];
        Ladder448.MultiplyPortable(k, u, expected);
        for (int i = 0; i < 100; i++)
        {
            Ladder448.Multiply(k, u, actual);
            Assert.Equal(expected, actual);
        }
    }

    private void Check(Ladder multiply)
    {
        byte[] top = [.. Enumerable.Repeat((byte)0xFF, 56)];
        byte[] p = [.. top];
        p[28] = 0xFE;
        byte[][] us =
        [
            new byte[56], [1, .. new byte[55]], [5, .. new byte[55]], [0xFE, .. p[1..]], p, [.. new byte[28], .. top[28..]], top,
            .. Enumerable.Range(0, 60).Select(_ => _random.Bytes(56)),
        ];
        byte[] expected = new byte[56];
        byte[] actual = new byte[56];
        foreach (byte[] u in us)
        {
            byte[][] ks = [new byte[56], top, [.. Scalar448.OrderOctets], _random.Bytes(56), [.. new byte[55], 0x80], [4, .. new byte[55]]];
            foreach (byte[] k in ks)
            {
                byte[] clamped = [.. k];
                clamped[0] &= 0xFC;
                clamped[55] |= 0x80;
                Rfc7748.X448.ScalarMult(k, 0, u, 0, expected, 0);
                multiply(clamped, u, actual);
                Assert.Equal(expected, actual);

                // A scalar that is not clamped is taken as it stands.
                Ladder448.MultiplyPortable(k, u, expected);
                multiply(k, u, actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    private delegate void Ladder(ReadOnlySpan<byte> k, ReadOnlySpan<byte> u, Span<byte> destination);
}
