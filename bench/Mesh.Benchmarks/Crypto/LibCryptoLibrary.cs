using Mesh.Cryptography.Tests.Differential;

namespace Mesh.Benchmarks.Crypto;

/// <summary>OpenSSL 3's libcrypto. Keys and contexts that can be kept between operations are kept; the process ends with them.</summary>
internal sealed class LibCryptoLibrary : CryptoLibrary
{
    public override string Name => "libcrypto";

    public override bool IsPresent => LibCrypto.IsPresent;

    public override IEnumerable<Subject> Subjects(CryptoInputs inputs) =>
    [
        Agreement(CryptoOperation.X448Agree, LibCrypto.X448, inputs.Secret448[..56], inputs.Peer448),
        Generation(CryptoOperation.X448Generate, LibCrypto.X448, inputs.Secret448[..56]),
        .. Signatures(
            LibCrypto.Ed448, CryptoOperation.Ed448Sign, CryptoOperation.Ed448Verify, inputs.Secret448, inputs.Message, inputs.Signature448),
        Generation(CryptoOperation.Ed448Generate, LibCrypto.Ed448, inputs.Secret448),
        Agreement(CryptoOperation.X25519Agree, LibCrypto.X25519, inputs.Secret25519, inputs.Peer25519),
        Generation(CryptoOperation.X25519Generate, LibCrypto.X25519, inputs.Secret25519),
        .. Signatures(
            LibCrypto.Ed25519,
            CryptoOperation.Ed25519Sign,
            CryptoOperation.Ed25519Verify,
            inputs.Secret25519,
            inputs.Message,
            inputs.Signature25519),
        Generation(CryptoOperation.Ed25519Generate, LibCrypto.Ed25519, inputs.Secret25519),
        .. Segments(inputs),
    ];

    private static Subject Agreement(string operation, int type, byte[] secret, byte[] peer)
    {
        nint key = Check(LibCrypto.EVP_PKEY_new_raw_private_key(type, 0, secret, (nuint)secret.Length));
        nint peerKey = Check(LibCrypto.EVP_PKEY_new_raw_public_key(type, 0, peer, (nuint)peer.Length));
        nint context = Check(LibCrypto.EVP_PKEY_CTX_new(key, 0));
        Check(LibCrypto.EVP_PKEY_derive_init(context));
        Check(LibCrypto.EVP_PKEY_derive_set_peer(context, peerKey));
        byte[] shared = new byte[peer.Length];

        void Agree()
        {
            nuint length = (nuint)shared.Length;
            Check(LibCrypto.EVP_PKEY_derive(context, shared, ref length));
        }

        return new(operation, Agree, () => After(Agree, shared));
    }

    private static Subject Generation(string operation, int type, byte[] secret)
    {
        nint context = Check(LibCrypto.EVP_PKEY_CTX_new_id(type, 0));
        Check(LibCrypto.EVP_PKEY_keygen_init(context));
        byte[] publicKey = new byte[secret.Length];

        void Generate()
        {
            nint key = 0;
            Check(LibCrypto.EVP_PKEY_keygen(context, ref key));
            Take(key);
        }

        void Derive() => Take(Check(LibCrypto.EVP_PKEY_new_raw_private_key(type, 0, secret, (nuint)secret.Length)));

        void Take(nint key)
        {
            nuint length = (nuint)publicKey.Length;
            Check(LibCrypto.EVP_PKEY_get_raw_public_key(key, publicKey, ref length));
            LibCrypto.EVP_PKEY_free(key);
        }

        return new(operation, Generate, () => After(Derive, publicKey));
    }

    private static IEnumerable<Subject> Signatures(int type, string sign, string verify, byte[] secret, byte[] message, byte[] expected)
    {
        nint key = Check(LibCrypto.EVP_PKEY_new_raw_private_key(type, 0, secret, (nuint)secret.Length));
        byte[] signature = new byte[expected.Length];

        void Sign()
        {
            nint context = Check(LibCrypto.EVP_MD_CTX_new());
            nuint length = (nuint)signature.Length;
            Check(LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, key));
            Check(LibCrypto.EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));
            LibCrypto.EVP_MD_CTX_free(context);
        }

        bool Verify(byte[] given)
        {
            nint context = Check(LibCrypto.EVP_MD_CTX_new());
            Check(LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, key));
            int verdict = LibCrypto.EVP_DigestVerify(context, given, (nuint)given.Length, message, (nuint)message.Length);
            LibCrypto.EVP_MD_CTX_free(context);
            return verdict == 1;
        }

        yield return new(sign, Sign, () => After(Sign, signature));
        yield return new(verify, () => Require(Verify(expected), "verifies"), () => Verdicts(Verify, expected));
    }

    private static IEnumerable<Subject> Segments(CryptoInputs inputs)
    {
        const int segment = CryptoInputs.Segment;
        const int sealedSegment = CryptoInputs.SealedSegment;
        const int tag = sealedSegment - segment;
        nint context = Check(LibCrypto.EVP_CIPHER_CTX_new());
        byte[][] nonces = [.. Enumerable.Range(0, CryptoInputs.Segments).Select(inputs.Nonce)];
        byte[] sealedBody = new byte[inputs.SealedBody.Length];
        byte[] body = new byte[inputs.Body.Length];

        void Seal()
        {
            Check(LibCrypto.EVP_CipherInit_ex(context, LibCrypto.EVP_aes_256_gcm(), 0, inputs.BodyKey, default, 1));
            for (int i = 0; i < nonces.Length; i++)
            {
                Span<byte> output = sealedBody.AsSpan(i * sealedSegment, sealedSegment);
                Transform(nonces[i], inputs.Body.AsSpan(i * segment, segment), output, encrypt: 1);
                Check(LibCrypto.EVP_CipherFinal_ex(context, output[segment..], out _));
                Check(LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.GetTag, tag, output[segment..]));
            }
        }

        void Open()
        {
            Check(LibCrypto.EVP_CipherInit_ex(context, LibCrypto.EVP_aes_256_gcm(), 0, inputs.BodyKey, default, 0));
            for (int i = 0; i < nonces.Length; i++)
            {
                Span<byte> input = inputs.SealedBody.AsSpan(i * sealedSegment, sealedSegment);
                Span<byte> output = body.AsSpan(i * segment, segment);
                Transform(nonces[i], input[..segment], output, encrypt: 0);
                Check(LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.SetTag, tag, input[segment..]));
                Check(LibCrypto.EVP_CipherFinal_ex(context, output, out _));
            }
        }

        void Transform(byte[] nonce, Span<byte> input, Span<byte> output, int encrypt)
        {
            Check(LibCrypto.EVP_CipherInit_ex(context, 0, 0, default, nonce, encrypt));
            Check(LibCrypto.EVP_CipherUpdate(context, default, out _, inputs.AssociatedData, inputs.AssociatedData.Length));
            Check(LibCrypto.EVP_CipherUpdate(context, output, out _, input, input.Length));
        }

        yield return new(CryptoOperation.SealSegments, Seal, () => After(Seal, sealedBody));
        yield return new(CryptoOperation.OpenSegments, Open, () => After(Open, body));
    }

    private static nint Check(nint handle) => handle != 0 ? handle : throw new InvalidOperationException("libcrypto refused");

    private static void Check(int result) => Require(result == 1, "libcrypto accepts");
}
