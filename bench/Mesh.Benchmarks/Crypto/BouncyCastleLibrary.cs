using Mesh.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Rfc7748 = Org.BouncyCastle.Math.EC.Rfc7748;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032;

namespace Mesh.Benchmarks.Crypto;

/// <summary>Portable.BouncyCastle, by its shortest ways; random octets come from the system for both sides.</summary>
internal sealed class BouncyCastleLibrary : CryptoLibrary
{
    private const int TagBits = 128;

    public override string Name => "BouncyCastle";

    public override bool IsPresent => true;

    public override IEnumerable<Subject> Subjects(CryptoInputs inputs) => [.. Curve448(inputs), .. Curve25519(inputs), .. Segments(inputs)];

    private static IEnumerable<Subject> Curve448(CryptoInputs inputs)
    {
        byte[] shared = new byte[56], agreementKey = new byte[56], signingKey = new byte[57], signature = new byte[114], fresh = new byte[57];
        byte[] message = inputs.Message;

        void Agree() => Rfc7748.X448.ScalarMult(inputs.Secret448, 0, inputs.Peer448, 0, shared, 0);
        void Sign() =>
            Rfc8032.Ed448.Sign(inputs.Secret448, 0, inputs.SigningKey448, 0, [], message, 0, message.Length, signature, 0);
        bool Verify(byte[] given) => Rfc8032.Ed448.Verify(given, 0, inputs.SigningKey448, 0, [], message, 0, message.Length);

        yield return new(CryptoOperation.X448Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X448Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                Rfc7748.X448.ScalarMultBase(fresh, 0, agreementKey, 0);
            },
            () => After(() => Rfc7748.X448.ScalarMultBase(inputs.Secret448, 0, agreementKey, 0), agreementKey));
        yield return new(CryptoOperation.Ed448Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed448Verify, () => Require(Verify(inputs.Signature448), "verifies"), () => Verdicts(Verify, inputs.Signature448));
        yield return new(
            CryptoOperation.Ed448Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                Rfc8032.Ed448.GeneratePublicKey(fresh, 0, signingKey, 0);
            },
            () => After(() => Rfc8032.Ed448.GeneratePublicKey(inputs.Secret448, 0, signingKey, 0), signingKey));
    }

    private static IEnumerable<Subject> Curve25519(CryptoInputs inputs)
    {
        byte[] shared = new byte[32], publicKey = new byte[32], signature = new byte[64], fresh = new byte[32];
        byte[] message = inputs.Message;

        void Agree() => Rfc7748.X25519.ScalarMult(inputs.Secret25519, 0, inputs.Peer25519, 0, shared, 0);
        void Sign() =>
            Rfc8032.Ed25519.Sign(inputs.Secret25519, 0, inputs.SigningKey25519, 0, message, 0, message.Length, signature, 0);
        bool Verify(byte[] given) => Rfc8032.Ed25519.Verify(given, 0, inputs.SigningKey25519, 0, message, 0, message.Length);

        yield return new(CryptoOperation.X25519Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X25519Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                Rfc7748.X25519.ScalarMultBase(fresh, 0, publicKey, 0);
            },
            () => After(() => Rfc7748.X25519.ScalarMultBase(inputs.Secret25519, 0, publicKey, 0), publicKey));
        yield return new(CryptoOperation.Ed25519Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed25519Verify,
            () => Require(Verify(inputs.Signature25519), "verifies"),
            () => Verdicts(Verify, inputs.Signature25519));
        yield return new(
            CryptoOperation.Ed25519Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                Rfc8032.Ed25519.GeneratePublicKey(fresh, 0, publicKey, 0);
            },
            () => After(() => Rfc8032.Ed25519.GeneratePublicKey(inputs.Secret25519, 0, publicKey, 0), publicKey));
    }

    private static IEnumerable<Subject> Segments(CryptoInputs inputs)
    {
        const int segment = CryptoInputs.Segment;
        const int sealedSegment = CryptoInputs.SealedSegment;
        byte[] sealedBody = new byte[inputs.SealedBody.Length];
        byte[] body = new byte[inputs.Body.Length];
        var key = new KeyParameter(inputs.BodyKey);
        var cipher = new GcmBlockCipher(new AesEngine());

        void Seal() => Transform(encrypt: true, inputs.Body, segment, sealedBody, sealedSegment);
        void Open() => Transform(encrypt: false, inputs.SealedBody, sealedSegment, body, segment);

        void Transform(bool encrypt, byte[] input, int inputStep, byte[] output, int outputStep)
        {
            for (int i = 0; i < CryptoInputs.Segments; i++)
            {
                cipher.Init(encrypt, new AeadParameters(key, TagBits, inputs.Nonce(i), inputs.AssociatedData));
                int written = cipher.ProcessBytes(input, i * inputStep, inputStep, output, i * outputStep);
                cipher.DoFinal(output, (i * outputStep) + written);
            }
        }

        yield return new(CryptoOperation.SealSegments, Seal, () => After(Seal, sealedBody));
        yield return new(CryptoOperation.OpenSegments, Open, () => After(Open, body));
    }
}
