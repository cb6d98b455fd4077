using System.Numerics;
using Org.BouncyCastle.Math.EC;
using static Mesh.Cryptography.Tests.Differential.DifferentialOperation;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mesh.Cryptography.Tests.Differential;

/// <summary>Everything that a peer has as well.</summary>
internal static class Operations
{
    private static readonly DifferentialOperation[] WithAnyPeer =
    [
        new("X25519", X25519),
        new("X448", X448),
        new("Ed25519 sign", Ed25519Sign),
        new("Ed25519 verify", (peer, weighted) => Verify(peer, weighted, 32)),
        new("Ed448 sign", Ed448Sign),
        new("Ed448 verify", (peer, weighted) => Verify(peer, weighted, 57)),
        new("AES key wrap", KeyWrap),
        new("AES-256-GCM", Gcm),
        new("SHAKE256", Shake),
    ];

    // These need what BouncyCastle alone shows of its groups.
    private static readonly DifferentialOperation[] WithBouncyCastle =
    [
        new("Ed25519ctx", Ed25519Context),
        new("points of 25519", (_, weighted) => Points(weighted, PrimeGroup.Curve25519, PrimeGroup.Edwards25519, WeierstrassCurve.Curve25519)),
        new("points of 448", (_, weighted) => Points(weighted, PrimeGroup.Curve448, PrimeGroup.Edwards448, WeierstrassCurve.Curve448)),
        new("decoding on edwards25519", (_, weighted) => Decoding(
            weighted, PrimeGroup.Edwards25519, o => Rfc8032.Ed25519.ValidatePublicKeyPartial(o, 0), o => Rfc8032.Ed25519.ValidatePublicKeyFull(o, 0))),
        new("decoding on edwards448", (_, weighted) => Decoding(
            weighted, PrimeGroup.Edwards448, o => Rfc8032.Ed448.ValidatePublicKeyPartial(o, 0), o => Rfc8032.Ed448.ValidatePublicKeyFull(o, 0))),
    ];

    public static IReadOnlyList<DifferentialOperation> For(IPeer peer) => peer is BouncyCastlePeer ? [.. WithAnyPeer, .. WithBouncyCastle] : WithAnyPeer;

    private static void X25519(IPeer peer, Weighted weighted)
    {
        byte[] k = weighted.Octets(32);
        byte[] u = weighted.Random.Next(4) == 0 ? peer.AgreementKey(weighted.Octets(32)) : weighted.Octets(32);
        using var key = ClampedScalar25519.FromOctets(k);
        byte[]? theirs = peer.Agree(k, u);
        Same(Refusable(() => Cryptography.X25519.Agree(key, u), CryptoError.ZeroAgreement), theirs, "the agreement", k, u);
        Same(Cryptography.X25519.PublicKey(key), peer.AgreementKey(k), "the public key", k);
    }

    private static void X448(IPeer peer, Weighted weighted)
    {
        byte[] k = weighted.Octets(56);
        bool honest = weighted.Random.Next(4) == 0;
        byte[] u = honest ? peer.AgreementKey(weighted.Octets(56)) : weighted.Octets(56);
        using var key = ClampedScalar448.FromOctets(k);
        byte[]? theirs = peer.Agree(k, u);
        Same(Refusable(() => Cryptography.X448.Agree(key, u), CryptoError.ZeroAgreement), theirs, "the agreement", k, u);
        Same(Cryptography.X448.PublicKey(key)[..56], peer.AgreementKey(k), "the public key", k);
        if (honest && theirs is not null)
        {
            // Neither scalar is 0 modulo L, which a clamped one can be.
            using ResidueScalar448 residue = key.ToResidue();
            Same(Refusable(() => Cryptography.X448.AgreeCleared(key, u), CryptoError.ZeroAgreement), theirs, "the agreement without small orders", k, u);
            Same(Refusable(() => Cryptography.X448.Agree(residue, u), CryptoError.ZeroAgreement), theirs, "the agreement with a residue", k, u);
        }
    }

    private static void Ed25519Sign(IPeer peer, Weighted weighted)
    {
        byte[] octets = weighted.Octets(32);
        byte[] message = Message(weighted);
        using var seed = Ed25519Seed.FromOctets(octets);
        Same(Ed25519.PublicKey(seed), peer.SignatureKey(octets), "the public key", octets);
        Same(Ed25519.Sign(seed, message), peer.Sign(octets, message, []), "the signature", octets, message);
    }

    private static void Ed25519Context(IPeer peer, Weighted weighted)
    {
        byte[] octets = weighted.Octets(32);
        byte[] message = Message(weighted);
        byte[] context = weighted.Random.Bytes(1 + weighted.Random.Next(255));
        using var seed = Ed25519Seed.FromOctets(octets);
        byte[] signature = Ed25519ctx.Sign(seed, message, context);
        Same(signature, peer.Sign(octets, message, context), "the signature", octets, message, context);
        signature[weighted.Random.Next(64)] ^= (byte)weighted.Random.Next(2);
        byte[] key = Ed25519.PublicKey(seed);
        Same(Ed25519ctx.Verify(key, message, signature, context), peer.Verify(key, message, signature, context), "the verdict", key, message, signature, context);
    }

    private static void Ed448Sign(IPeer peer, Weighted weighted)
    {
        byte[] octets = weighted.Octets(57);
        byte[] message = Message(weighted);
        byte[] context = Context(peer, weighted);
        using var seed = Ed448Seed.FromOctets(octets);
        Same(Ed448.PublicKey(seed), peer.SignatureKey(octets), "the public key", octets);
        Same(Ed448.Sign(seed, message, context), peer.Sign(octets, message, context), "the signature", octets, message, context);

        // Signatures of a sum of keys are ordinary ones to the other side.
        using ResidueScalar448 offset = ResidueScalar448.FromOctets(Weighted.LittleEndian(weighted.Residue(Weighted.L448), 56));
        using ResidueScalar448 sum = seed.ToResidue().Add(offset);
        byte[] key = Ed448.PublicKey(sum);
        Same(true, peer.Verify(key, message, Ed448.SignHedged(sum, message, context, weighted.Random), context), "the verdict on a hedged signature", octets, message);
    }

    // A good signature, or one of whose three parts something is wrong. Where both points are of prime order all implementations must agree;
    // elsewhere this library is the stricter one, but for parts of small order that the cofactor takes away.
    private static void Verify(IPeer peer, Weighted weighted, int size)
    {
        byte[] seed = weighted.Octets(size);
        byte[] message = Message(weighted);
        byte[] context = size == 57 ? Context(peer, weighted) : [];
        byte[] key = peer.SignatureKey(seed);
        byte[] signature = peer.Sign(seed, message, context);
        bool good = Change(weighted, ref key, ref message, signature);
        bool ours = size == 57 ? Ed448.Verify(key, message, signature, context) : Ed25519.Verify(key, message, signature);
        bool theirs = peer.Verify(key, message, signature, context);
        if (good)
        {
            Same(ours, true, "the verdict on a good signature", key, message, signature, context);
        }

        PrimeGroup group = size == 57 ? PrimeGroup.Edwards448 : PrimeGroup.Edwards25519;
        if (IsPrimeOrder(group, key) && IsPrimeOrder(group, signature[..size]))
        {
            Same(ours, theirs, "the verdict", key, message, signature, context);
        }
        else if (theirs && !ours)
        {
            bool strict = !IsDecodable(group, key) || group.Decode(key).IsSmallOrder || !IsDecodable(group, signature[..size]);
            Same(strict, true, "whether there is a reason to refuse what is taken elsewhere", key, message, signature, context);
        }
        else if (ours)
        {
            Same(IsDecodable(group, key) && !group.Decode(key).IsSmallOrder, true, "whether the key of what is taken is one", key, message, signature, context);
        }
    }

    private static bool Change(Weighted weighted, ref byte[] key, ref byte[] message, byte[] signature)
    {
        int size = key.Length;
        BigInteger order = size == 57 ? Weighted.L448 : Weighted.L25519;
        switch (weighted.Random.Next(9))
        {
            case 0:
                signature[weighted.Random.Next(2 * size)] ^= (byte)(1 << weighted.Random.Next(8));
                return false;
            case 1:
                key[weighted.Random.Next(size)] ^= (byte)(1 << weighted.Random.Next(8));
                return false;
            case 2:
                message = [.. message, 0];
                return false;
            case 3:
                // The same S modulo L.
                BigInteger s = new BigInteger(signature.AsSpan(size), isUnsigned: true) + (order * (1 + weighted.Random.Next(3)));
                Weighted.LittleEndian(s, size).CopyTo(signature, size);
                return false;
            case 4:
                weighted.Octets(size).CopyTo(signature, size);
                return false;
            case 5:
                Encoding(weighted, size).CopyTo(signature, 0);
                return false;
            case 6:
                key = Encoding(weighted, size);
                return false;
            case 7:
                // 0 = R + [k]A wherever both are neutral or cancel out.
                key = Encoding(weighted, size);
                Encoding(weighted, size).CopyTo(signature, 0);
                signature.AsSpan(size).Clear();
                return false;
            default:
                return true;
        }
    }

    private static void Points(Weighted weighted, PrimeGroup montgomery, PrimeGroup edwards, WeierstrassCurve curve)
    {
        BigInteger order = montgomery.Cofactor == 8 ? Weighted.L25519 : Weighted.L448;
        BigInteger a = weighted.Residue(order);
        BigInteger b = weighted.Random.Next(8) switch { 0 => a, 1 => order - a, _ => weighted.Residue(order) };
        ECPoint p = curve.Multiple(a);
        ECPoint q = curve.Multiple(b);
        foreach ((ECPoint expected, Func<GroupElement, GroupElement, GroupElement> ours) in new (ECPoint, Func<GroupElement, GroupElement, GroupElement>)[]
        {
            (p, (x, _) => x),
            (p.Add(q), (x, y) => x.Add(y)),
            (p.Subtract(q), (x, y) => x.Add(y.Negate())),
            (curve.Multiple(a * b % order), (x, _) => Multiple(x, b)),
        })
        {
            (BigInteger U, int Sign)? coordinates = curve.Coordinates(expected);
            GroupElement? one = NotNeutral(() => ours(Multiple(montgomery, a), Multiple(montgomery, b)));
            GroupElement? two = NotNeutral(() => ours(Multiple(edwards, a), Multiple(edwards, b)));
            byte[][] input = [Weighted.LittleEndian(a, 56), Weighted.LittleEndian(b, 56)];
            Same(one is null, coordinates is null, $"whether the result on {montgomery} is neutral", input);
            Same(two is null, coordinates is null, $"whether the result on {edwards} is neutral", input);
            if (coordinates is var (u, sign))
            {
                byte[] expectedOctets = [.. Weighted.LittleEndian(u, montgomery.AgreementSize), (byte)(sign << 7)];
                Same(one!.Encode(), expectedOctets, $"the result on {montgomery}", input);
                Same(montgomery.DecodePrimeOrder(expectedOctets).Equals(one), true, $"the decoded result on {montgomery}", input);
                Same(Weighted.LittleEndian(ToMontgomery(edwards, two!.Encode()), montgomery.AgreementSize), expectedOctets[..^1], $"the result on {edwards}", input);
            }
        }
    }

    // The Montgomery curves have no encoding of the neutral element, and refuse it.
    private static GroupElement? NotNeutral(Func<GroupElement> sum)
    {
        try
        {
            GroupElement element = sum();
            return element.IsNeutral ? null : element;
        }
        catch (CryptoException e) when (e.Code == CryptoError.NeutralPoint)
        {
            return null;
        }
    }

    // u of a point of the Edwards curve: (1+y)/(1-y) where the curves are birational, (y/x)^2 where they are isogenous.
    private static BigInteger ToMontgomery(PrimeGroup edwards, byte[] octets)
    {
        byte[] plain = [.. octets];
        plain[^1] &= 0x7F;
        var y = new BigInteger(plain, isUnsigned: true);
        (BigInteger p, BigInteger numerator, BigInteger denominator) = edwards.Cofactor == 8
            ? (Weighted.P25519, 1 + y, 1 - y)
            : (Weighted.P448, y * y * (1 + (39081 * y * y)), 1 - (y * y));
        BigInteger u = numerator * BigInteger.ModPow(((denominator % p) + p) % p, p - 2, p) % p;
        return (u + p) % p;
    }

    private static void Decoding(Weighted weighted, PrimeGroup group, Func<byte[], bool> isPoint, Func<byte[], bool> isPrimeOrder)
    {
        byte[] octets = Encoding(weighted, group.ElementSize);
        bool ours = IsPrimeOrder(group, octets);
        Same(ours, isPrimeOrder(octets), "whether it is a point of prime order", octets);
        Same(IsDecodable(group, octets), isPoint(octets), "whether it is a point", octets);
    }

    private static void KeyWrap(IPeer peer, Weighted weighted)
    {
        byte[] outer = weighted.Octets(16 + (8 * weighted.Random.Next(3)));
        byte[] key = weighted.Octets(16 + (8 * weighted.Random.Next(8)));
        byte[] wrapped = AesKeyWrap.Wrap(outer, key);
        Same(wrapped, peer.Wrap(outer, key), "the wrapped key", outer, key);
        if (weighted.Random.Next(2) == 0)
        {
            wrapped[weighted.Random.Next(wrapped.Length)] ^= (byte)(1 << weighted.Random.Next(8));
        }

        Same(Refusable(() => AesKeyWrap.Unwrap(outer, wrapped), CryptoError.IntegrityFailure), peer.Unwrap(outer, wrapped), "the unwrapped key", outer, wrapped);
    }

    private static void Gcm(IPeer peer, Weighted weighted)
    {
        byte[] key = weighted.Octets(32);
        byte[] nonce = weighted.Octets(12);
        byte[] message = Message(weighted);
        byte[] associatedData = weighted.Random.Bytes(weighted.Random.Next(40));
        byte[] octets = Aes256Gcm.Seal(key, nonce, message, associatedData);
        Same(octets, peer.Seal(key, nonce, message, associatedData), "what is sealed", key, nonce, message, associatedData);
        if (weighted.Random.Next(2) == 0)
        {
            octets[weighted.Random.Next(octets.Length)] ^= (byte)(1 << weighted.Random.Next(8));
        }

        byte[]? ours;
        try
        {
            ours = Aes256Gcm.Open(key, nonce, octets, associatedData);
        }
        catch (CryptoException e) when (e.Code == CryptoError.IntegrityFailure)
        {
            ours = null;
        }

        Same(ours, peer.Open(key, nonce, octets, associatedData), "what is opened", key, nonce, octets, associatedData);
    }

    private static void Shake(IPeer peer, Weighted weighted)
    {
        byte[] input = weighted.Random.Bytes(weighted.Random.Next(500));
        byte[] output = new byte[1 + weighted.Random.Next(400)];
        Shake256Hash hash = default;
        int split = weighted.Random.Next(input.Length + 1);
        hash.Absorb(input.AsSpan(0, split));
        hash.Absorb(input.AsSpan(split));
        int first = weighted.Random.Next(output.Length + 1);
        hash.Squeeze(output.AsSpan(0, first));
        hash.Squeeze(output.AsSpan(first));
        Same(output, peer.Shake256(input, output.Length), "the hash", input);
    }

    private static GroupElement Multiple(PrimeGroup group, BigInteger scalar)
    {
        byte[] octets = Weighted.LittleEndian(scalar, group.ScalarSize);
        using PrivateScalar key = group.Cofactor == 8 ? ResidueScalar25519.FromOctets(octets) : ResidueScalar448.FromOctets(octets);
        return group.BaseMultiple(key);
    }

    private static GroupElement Multiple(GroupElement element, BigInteger scalar)
    {
        PrimeGroup group = element.Group;
        Same(group.TryRead(Weighted.LittleEndian(scalar, group.ScalarSize), out GroupScalar value), true, "whether a residue can be read");
        group.Multiply(out GroupPoint product, value, element.Point);
        return new GroupElement(group, product);
    }

    private static bool IsDecodable(PrimeGroup group, byte[] octets)
    {
        try
        {
            group.Decode(octets);
            return true;
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidPoint or CryptoError.SmallOrder or CryptoError.NeutralPoint)
        {
            return false;
        }
    }

    private static bool IsPrimeOrder(PrimeGroup group, byte[] octets) => IsDecodable(group, octets) && group.Decode(octets).IsPrimeOrder;

    // Octets of an Edwards point, mostly of one that exists.
    private static byte[] Encoding(Weighted weighted, int size)
    {
        byte[] octets = weighted.Octets(size);
        if (size == 57)
        {
            octets[56] &= (byte)(weighted.Random.Next(8) == 0 ? 0xFF : 0x80);
        }

        return octets;
    }

    private static byte[] Message(Weighted weighted) => weighted.Random.Bytes(weighted.Random.Next(4) == 0 ? 0 : weighted.Random.Next(400));

    private static byte[] Context(IPeer peer, Weighted weighted) =>
        peer.HasContexts && weighted.Random.Next(4) == 0 ? weighted.Random.Bytes(weighted.Random.Next(256)) : [];

    private static byte[]? Refusable(Func<SecretBytes> call, CryptoError refusal)
    {
        try
        {
            using SecretBytes secret = call();
            return secret.Reveal().ToArray();
        }
        catch (CryptoException e) when (e.Code == refusal)
        {
            return null;
        }
    }
}
