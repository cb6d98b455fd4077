using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Timing;

/// <summary>The operations on secrets. The fixed secret is an extreme one where there are extremes: zeros, or the number 1.</summary>
internal static class Targets
{
    private const int ShareSize = 32;

    public static IEnumerable<Target> All()
    {
        byte[] peer448 = X448.PublicKey(ClampedScalar448.Random(SystemRandom.Instance));
        byte[] peer25519 = X25519.PublicKey(ClampedScalar25519.Random(SystemRandom.Instance));
        yield return Controls.LeakyComparison();
        yield return Controls.SlightlyLeakyAgreement(peer448);
        yield return new Operation<ClampedScalar448>("X448 agree", 56, new byte[56], s => ClampedScalar448.FromOctets(s), key =>
        {
            Span<byte> agreement = stackalloc byte[56];
            X448.Agree(key, peer448, agreement);
        });
        yield return new Operation<ResidueScalar448>("X448 agree with a residue", 56, One(56), s => ResidueScalar448.FromOctets(Below(s, 0x3F)), key =>
        {
            Span<byte> agreement = stackalloc byte[56];
            X448.Agree(key, peer448, agreement);
        });
        yield return new Operation<ClampedScalar25519>("X25519 agree", 32, new byte[32], s => ClampedScalar25519.FromOctets(s), key =>
        {
            Span<byte> agreement = stackalloc byte[32];
            X25519.Agree(key, peer25519, agreement);
        });
        yield return new Operation<Ed448Seed>("Ed448 sign", 57, new byte[57], Ready(s => Ed448Seed.FromOctets(s), s => Ed448.PublicKey(s)), seed =>
        {
            Span<byte> signature = stackalloc byte[114];
            Ed448.Sign(seed, Message, [], signature);
        });
        yield return new Operation<ResidueScalar448>(
            "Ed448 sign with a residue", 56, One(56), Ready(s => ResidueScalar448.FromOctets(Below(s, 0x3F)), s => Ed448.PublicKey(s)), key =>
            {
                Span<byte> signature = stackalloc byte[114];
                Ed448.Sign(key, Message, [], signature);
            });
        yield return new Operation<Ed25519Seed>("Ed25519 sign", 32, new byte[32], Ready(s => Ed25519Seed.FromOctets(s), s => Ed25519.PublicKey(s)), seed =>
        {
            Span<byte> signature = stackalloc byte[64];
            Ed25519.Sign(seed, Message, signature);
        });
        foreach (PrimeGroup group in new[] { PrimeGroup.Edwards448, PrimeGroup.Curve448, PrimeGroup.Edwards25519, PrimeGroup.Curve25519 })
        {
            yield return PointMultiple(group);
            yield return BaseMultiple(group);
        }

        yield return Contribution(PrimeGroup.Curve448);
        yield return Contribution(PrimeGroup.Curve25519);
        yield return FrostSign(PrimeGroup.Edwards25519);
        yield return FrostSign(PrimeGroup.Edwards448);
        yield return Split();
        yield return Recover();
        byte[] key32 = RandomNumberGenerator.GetBytes(32);
        yield return new Operation<byte[]>("AES key wrap", 32, new byte[32], s => [.. s], s => AesKeyWrap.Wrap(key32, s));
        yield return Refusal("AES key unwrap, refused", AesKeyWrap.Wrap(key32, new byte[32]), w => AesKeyWrap.Unwrap(key32, w).Dispose());
        byte[] nonce = new byte[12];
        yield return Refusal("AES-256-GCM open, refused", Aes256Gcm.Seal(key32, nonce, [], new byte[32]), c => Aes256Gcm.Open(key32, nonce, [], c));
        var expected = new SecretBytes(new byte[32]);
        yield return new Operation<SecretBytes>("tag comparison", 32, new byte[32], s => new SecretBytes(s), tag => Sink ^= expected.FixedTimeEquals(tag));
    }

    internal static bool Sink { get; set; }

    private static ReadOnlySpan<byte> Message => "sixty-four octets of a message that is the same for every sample"u8;

    private static Operation<GroupScalar> PointMultiple(PrimeGroup group)
    {
        GroupScalar some = Scalar(group, RandomNumberGenerator.GetBytes(group.ScalarSize));
        group.MultiplyBase(out GroupPoint point, some);
        return new Operation<GroupScalar>(
            $"[s]P on {group.Name}", group.ScalarSize, One(group.ScalarSize), s => Scalar(group, s), scalar => group.Multiply(out GroupPoint _, scalar, point));
    }

    private static Operation<GroupScalar> BaseMultiple(PrimeGroup group) => new(
        $"[s]B on {group.Name}", group.ScalarSize, One(group.ScalarSize), s => Scalar(group, s), scalar => group.MultiplyBase(out GroupPoint _, scalar));

    // The share of a sharing in which one holder is enough is the key itself.
    private static KeyShare Share(PrimeGroup group, byte[] octets) => KeySharing.Split(group, Key(group, octets), 1, 1, SystemRandom.Instance)[0];

    private static PrivateScalar Key(PrimeGroup group, byte[] octets) => group.Cofactor == 8
        ? ResidueScalar25519.FromOctets(Below(octets, 0x0F))
        : ResidueScalar448.FromOctets(Below(octets, 0x3F));

    private static Operation<KeyShare> Contribution(PrimeGroup group)
    {
        GroupElement ephemeral = group.BaseMultiple(Key(group, RandomNumberGenerator.GetBytes(group.ScalarSize)));
        return new Operation<KeyShare>(
            $"contribution of a share on {group.Name}",
            group.ScalarSize,
            One(group.ScalarSize),
            s => Share(group, s),
            share => ThresholdAgreement.Contribute(share, ephemeral).Dispose());
    }

    // Nonces serve once, and are drawn beforehand in either class.
    private static Operation<FrostNonces> FrostSign(PrimeGroup group) => new(
        $"FROST signature share on {group.Name}",
        group.ScalarSize,
        One(group.ScalarSize),
        s => FrostSigning.Commit(Share(group, s), SystemRandom.Instance),
        nonces => FrostSigning.Sign(nonces, Message, [nonces.Commitment]));

    private static GroupScalar Scalar(PrimeGroup group, byte[] octets)
    {
        if (!group.TryRead(Below(octets, group.Cofactor == 8 ? (byte)0x0F : (byte)0x3F), out GroupScalar scalar))
        {
            throw new InvalidOperationException("not below the order");
        }

        return scalar;
    }

    // The coefficients are the same in every call: drawing them takes as long as luck has it.
    private static Operation<byte[]> Split() => new("Shamir split, 2 of 3", ShareSize, new byte[ShareSize], s => [.. s], secret =>
    {
        foreach (ShamirShare share in ShamirSharing.Split(secret, 2, 3, new SameOctets()))
        {
            share.Dispose();
        }
    });

    private static Operation<IReadOnlyList<ShamirShare>> Recover() => new(
        "Shamir recover, 2 of 3",
        ShareSize,
        new byte[ShareSize],
        secret => [.. ShamirSharing.Split(secret, 2, 3, new SameOctets()).Take(2)],
        shares => ShamirSharing.Recover(shares, 2).Dispose());

    // What is refused: the fixed one in its last octet, the random ones anywhere. How long a refusal takes must not tell where.
    private static Operation<byte[]> Refusal(string name, byte[] good, Action<byte[]> open)
    {
        byte[] last = new byte[16];
        last[^1] = 1;
        return new Operation<byte[]>(
            name,
            16,
            last,
            s =>
            {
                byte[] changed = [.. good];
                for (int i = 0; i < s.Length; i++)
                {
                    changed[good.Length - s.Length + i] ^= s[i];
                }

                return changed;
            },
            changed =>
            {
                try
                {
                    open(changed);
                    Sink ^= true;
                }
                catch (CryptoException)
                {
                    // As it must be.
                }
            });
    }

    private static Func<byte[], T> Ready<T>(Func<byte[], T> make, Action<T> compute) => octets =>
    {
        T value = make(octets);
        compute(value);
        return value;
    };

    // Some 2 to 6 bits shorter than the order.
    private static byte[] Below(byte[] octets, byte top)
    {
        byte[] masked = [.. octets];
        masked[^1] &= top;
        masked[^1] >>= 1;
        masked[0] |= 1;
        return masked;
    }

    private static byte[] One(int size)
    {
        byte[] octets = new byte[size];
        octets[0] = 1;
        return octets;
    }

    private sealed class SameOctets : IRandomSource
    {
        private byte _next = 1;

        // The first octet of a draw becomes its highest bit, which would be drawn again.
        public void Fill(Span<byte> destination)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = unchecked(_next *= 181);
            }

            destination[0] = 0;
        }
    }
}
