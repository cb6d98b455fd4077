using Mesh.Cryptography;

namespace Mesh.Benchmarks;

/// <summary>Curve 448 against OpenSSL's libcrypto, in this process, interleaved.</summary>
internal static class CryptoBench
{
    private static readonly byte[] Message = new byte[64];

    public static IEnumerable<Comparison> Run()
    {
        if (!LibCrypto.IsPresent)
        {
            throw new InvalidOperationException("libcrypto.so.3 is not on this machine");
        }

        byte[] secret = new byte[57];
        SystemRandom.Instance.Fill(secret);
        yield return Agreement(secret.AsSpan(0, 56));
        foreach (Comparison comparison in Signatures(secret))
        {
            yield return comparison;
        }
    }

    private static Comparison Agreement(ReadOnlySpan<byte> secret)
    {
        var ours = ClampedScalar448.FromOctets(secret);
        byte[] peer = X448.PublicKey(ours);
        nint theirs = Check(LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.X448, 0, secret, 56));
        nint theirPeer = Check(LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.X448, 0, peer.AsSpan(0, 56), 56));
        nint context = Check(LibCrypto.EVP_PKEY_CTX_new(theirs, 0));
        Check(LibCrypto.EVP_PKEY_derive_init(context));
        Check(LibCrypto.EVP_PKEY_derive_set_peer(context, theirPeer));
        byte[] shared = new byte[56];

        void Theirs()
        {
            nuint length = 56;
            Check(LibCrypto.EVP_PKEY_derive(context, shared, ref length));
        }

        Theirs();
        using (SecretBytes mine = X448.Agree(ours, peer))
        {
            Require(mine.Reveal().SequenceEqual(shared), "the two X448 agree on a value");
        }

        return Paired.Rates("X448 agree", () => X448.Agree(ours, peer).Dispose(), Theirs);
    }

    private static IEnumerable<Comparison> Signatures(byte[] secret)
    {
        var ours = Ed448Seed.FromOctets(secret);
        byte[] publicKey = Ed448.PublicKey(ours);
        byte[] signature = Ed448.Sign(ours, Message, []);
        nint theirs = Check(LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed448, 0, secret, 57));
        byte[] theirSignature = new byte[114];

        void Sign()
        {
            nint context = LibCrypto.EVP_MD_CTX_new();
            nuint length = 114;
            Check(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, theirs));
            Check(LibCrypto.EVP_DigestSign(context, theirSignature, ref length, Message, (nuint)Message.Length));
            LibCrypto.EVP_MD_CTX_free(context);
        }

        void Verify()
        {
            nint context = LibCrypto.EVP_MD_CTX_new();
            Check(LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, theirs));
            Check(LibCrypto.EVP_DigestVerify(context, theirSignature, 114, Message, (nuint)Message.Length));
            LibCrypto.EVP_MD_CTX_free(context);
        }

        Sign();
        Require(signature.AsSpan().SequenceEqual(theirSignature), "the two Ed448 give the same signature");
        yield return Paired.Rates("Ed448 sign", () => Ed448.Sign(ours, Message, []), Sign);
        yield return Paired.Rates("Ed448 verify", () => Require(Ed448.Verify(publicKey, Message, signature, []), "verifies"), Verify);
    }

    private static nint Check(nint handle) => handle != 0 ? handle : throw new InvalidOperationException("libcrypto refused");

    private static void Check(int result) => Require(result == 1, "libcrypto refused");

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException("does not hold: " + what);
        }
    }
}
