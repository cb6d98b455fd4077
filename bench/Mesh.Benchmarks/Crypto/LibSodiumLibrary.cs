using System.Runtime.InteropServices;

namespace Mesh.Benchmarks.Crypto;

/// <summary>libsodium.</summary>
internal sealed class LibSodiumLibrary : CryptoLibrary
{
    // crypto_aead_aes256gcm_state: 512 octets, aligned to 16.
    private const int StateSize = 512;
    private const int StateAlignment = 16;

    public override string Name => "libsodium";

    public override bool IsPresent => LibSodium.IsPresent && LibSodium.sodium_init() >= 0;

    public override IEnumerable<Subject> Subjects(CryptoInputs inputs) =>
        LibSodium.crypto_aead_aes256gcm_is_available() == 1 ? [.. Curve(inputs), .. Segments(inputs)] : Curve(inputs);

    private static IEnumerable<Subject> Curve(CryptoInputs inputs)
    {
        byte[] shared = new byte[32], publicKey = new byte[32], secretKey = new byte[64], signature = new byte[64];
        Check(LibSodium.crypto_sign_ed25519_seed_keypair(publicKey, secretKey, inputs.Secret25519));
        byte[] freshPublic = new byte[32], freshSecret = new byte[64];
        ulong length = (ulong)inputs.Message.Length;

        void Agree() => Check(LibSodium.crypto_scalarmult_curve25519(shared, inputs.Secret25519, inputs.Peer25519));
        void Sign() => Check(LibSodium.crypto_sign_ed25519_detached(signature, 0, inputs.Message, length, secretKey));
        bool Verify(byte[] given) =>
            LibSodium.crypto_sign_ed25519_verify_detached(given, inputs.Message, length, inputs.SigningKey25519) == 0;

        yield return new(CryptoOperation.X25519Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X25519Generate,
            () => Check(LibSodium.crypto_box_keypair(freshPublic, freshSecret)),
            () => After(() => Check(LibSodium.crypto_scalarmult_curve25519_base(shared, inputs.Secret25519)), shared));
        yield return new(CryptoOperation.Ed25519Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed25519Verify,
            () => Require(Verify(inputs.Signature25519), "verifies"),
            () => Verdicts(Verify, inputs.Signature25519));
        yield return new(
            CryptoOperation.Ed25519Generate,
            () => Check(LibSodium.crypto_sign_ed25519_keypair(freshPublic, freshSecret)),
            () => publicKey);
    }

    private static unsafe IEnumerable<Subject> Segments(CryptoInputs inputs)
    {
        const int segment = CryptoInputs.Segment;
        const int sealedSegment = CryptoInputs.SealedSegment;
        byte[][] nonces = [.. Enumerable.Range(0, CryptoInputs.Segments).Select(inputs.Nonce)];
        byte[] sealedBody = new byte[inputs.SealedBody.Length];
        byte[] body = new byte[inputs.Body.Length];
        ulong associated = (ulong)inputs.AssociatedData.Length;
        nint state = (nint)NativeMemory.AlignedAlloc(StateSize, StateAlignment);

        void Seal()
        {
            Check(LibSodium.crypto_aead_aes256gcm_beforenm(state, inputs.BodyKey));
            for (int i = 0; i < nonces.Length; i++)
            {
                Check(LibSodium.crypto_aead_aes256gcm_encrypt_afternm(
                    sealedBody.AsSpan(i * sealedSegment, sealedSegment),
                    0,
                    inputs.Body.AsSpan(i * segment, segment),
                    segment,
                    inputs.AssociatedData,
                    associated,
                    0,
                    nonces[i],
                    state));
            }
        }

        void Open()
        {
            Check(LibSodium.crypto_aead_aes256gcm_beforenm(state, inputs.BodyKey));
            for (int i = 0; i < nonces.Length; i++)
            {
                Check(LibSodium.crypto_aead_aes256gcm_decrypt_afternm(
                    body.AsSpan(i * segment, segment),
                    0,
                    0,
                    inputs.SealedBody.AsSpan(i * sealedSegment, sealedSegment),
                    sealedSegment,
                    inputs.AssociatedData,
                    associated,
                    nonces[i],
                    state));
            }
        }

        return
        [
            new(CryptoOperation.SealSegments, Seal, () => After(Seal, sealedBody)),
            new(CryptoOperation.OpenSegments, Open, () => After(Open, body)),
        ];
    }

    private static void Check(int result) => Require(result == 0, "libsodium accepts");
}
