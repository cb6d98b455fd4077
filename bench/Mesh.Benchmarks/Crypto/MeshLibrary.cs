using Mesh.Cryptography;

namespace Mesh.Benchmarks.Crypto;

/// <summary>This project's own library.</summary>
internal sealed class MeshLibrary : CryptoLibrary
{
    private const int BatchSize = 64;

    public override string Name => "Mesh.Cryptography";

    public override bool IsPresent => true;

    public override IEnumerable<Subject> Subjects(CryptoInputs inputs) => [.. Curve448(inputs), .. Curve25519(inputs), .. Segments(inputs)];

    private static IEnumerable<Subject> Curve448(CryptoInputs inputs)
    {
        var scalar = ClampedScalar448.FromOctets(inputs.Secret448.AsSpan(0, 56));
        var seed = Ed448Seed.FromOctets(inputs.Secret448);
        byte[] shared = new byte[56], signature = new byte[114];
        void Agree() => X448.Agree(scalar, inputs.Peer448, shared);
        void Sign() => Ed448.Sign(seed, inputs.Message, [], signature);
        bool Verify(byte[] signature) => Ed448.Verify(inputs.SigningKey448, inputs.Message, signature);

        yield return new(CryptoOperation.X448Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X448Generate,
            () =>
            {
                using var fresh = ClampedScalar448.Random(SystemRandom.Instance);
                X448.PublicKey(fresh);
            },
            () => X448.PublicKey(scalar)[..56]);
        yield return new(CryptoOperation.Ed448Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed448Verify, () => Require(Verify(inputs.Signature448), "verifies"), () => Verdicts(Verify, inputs.Signature448));
        yield return Batch448(inputs);
        yield return new(
            CryptoOperation.Ed448Generate,
            () =>
            {
                using var fresh = Ed448Seed.Random(SystemRandom.Instance);
                Ed448.PublicKey(fresh);
            },
            () => Ed448.PublicKey(seed));
    }

    // Every signature of a batch but the first, which is that of the inputs, is of a key and a message of its own.
    private static Subject Batch448(CryptoInputs inputs)
    {
        (byte[] Key, byte[] Message, byte[] Signature)[] others = [.. Enumerable.Range(1, BatchSize - 1).Select(i =>
        {
            using var seed = Ed448Seed.Random(SystemRandom.Instance);
            byte[] message = [(byte)i, .. inputs.Message[1..]];
            return (Ed448.PublicKey(seed), message, Ed448.Sign(seed, message));
        })];
        var batch = new Ed448Batch();

        bool Verify(byte[] signature)
        {
            batch.Clear();
            batch.Add(inputs.SigningKey448, inputs.Message, signature);
            foreach ((byte[] key, byte[] message, byte[] other) in others)
            {
                batch.Add(key, message, other);
            }

            return batch.Verify(SystemRandom.Instance);
        }

        return new(
            CryptoOperation.Ed448VerifyBatch,
            () => Require(Verify(inputs.Signature448), "verifies"),
            () => Verdicts(Verify, inputs.Signature448),
            BatchSize);
    }

    private static IEnumerable<Subject> Curve25519(CryptoInputs inputs)
    {
        var scalar = ClampedScalar25519.FromOctets(inputs.Secret25519);
        var seed = Ed25519Seed.FromOctets(inputs.Secret25519);
        byte[] shared = new byte[32], signature = new byte[64];
        void Agree() => X25519.Agree(scalar, inputs.Peer25519, shared);
        void Sign() => Ed25519.Sign(seed, inputs.Message, signature);
        bool Verify(byte[] signature) => Ed25519.Verify(inputs.SigningKey25519, inputs.Message, signature);

        yield return new(CryptoOperation.X25519Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X25519Generate,
            () =>
            {
                using var fresh = ClampedScalar25519.Random(SystemRandom.Instance);
                X25519.PublicKey(fresh);
            },
            () => X25519.PublicKey(scalar));
        yield return new(CryptoOperation.Ed25519Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed25519Verify,
            () => Require(Verify(inputs.Signature25519), "verifies"),
            () => Verdicts(Verify, inputs.Signature25519));
        yield return Batch25519(inputs);
        yield return new(
            CryptoOperation.Ed25519Generate,
            () =>
            {
                using var fresh = Ed25519Seed.Random(SystemRandom.Instance);
                Ed25519.PublicKey(fresh);
            },
            () => Ed25519.PublicKey(seed));
    }

    // Every signature of a batch but the first, which is that of the inputs, is of a key and a message of its own.
    private static Subject Batch25519(CryptoInputs inputs)
    {
        (byte[] Key, byte[] Message, byte[] Signature)[] others = [.. Enumerable.Range(1, BatchSize - 1).Select(i =>
        {
            using var seed = Ed25519Seed.Random(SystemRandom.Instance);
            byte[] message = [(byte)i, .. inputs.Message[1..]];
            return (Ed25519.PublicKey(seed), message, Ed25519.Sign(seed, message));
        })];
        var batch = new Ed25519Batch();

        bool Verify(byte[] signature)
        {
            batch.Clear();
            batch.Add(inputs.SigningKey25519, inputs.Message, signature);
            foreach ((byte[] key, byte[] message, byte[] other) in others)
            {
                batch.Add(key, message, other);
            }

            return batch.Verify(SystemRandom.Instance);
        }

        return new(
            CryptoOperation.Ed25519VerifyBatch,
            () => Require(Verify(inputs.Signature25519), "verifies"),
            () => Verdicts(Verify, inputs.Signature25519),
            BatchSize);
    }

    private static IEnumerable<Subject> Segments(CryptoInputs inputs)
    {
        byte[] sealedBody = new byte[inputs.SealedBody.Length];
        byte[] body = new byte[inputs.Body.Length];

        void Seal()
        {
            using var cipher = new SegmentedAesGcm(inputs.BodyKey, inputs.NoncePrefix, inputs.AssociatedData);
            for (int i = 0; i < CryptoInputs.Segments; i++)
            {
                cipher.SealNext(
                    inputs.Body.AsSpan(i * CryptoInputs.Segment, CryptoInputs.Segment),
                    last: i == CryptoInputs.Segments - 1,
                    sealedBody.AsSpan(i * CryptoInputs.SealedSegment, CryptoInputs.SealedSegment));
            }
        }

        void Open()
        {
            using var cipher = new SegmentedAesGcm(inputs.BodyKey, inputs.NoncePrefix, inputs.AssociatedData);
            for (int i = 0; i < CryptoInputs.Segments; i++)
            {
                cipher.OpenAt(
                    i,
                    last: i == CryptoInputs.Segments - 1,
                    inputs.SealedBody.AsSpan(i * CryptoInputs.SealedSegment, CryptoInputs.SealedSegment),
                    body.AsSpan(i * CryptoInputs.Segment, CryptoInputs.Segment));
            }
        }

        yield return new(CryptoOperation.SealSegments, Seal, () => After(Seal, sealedBody));
        yield return new(CryptoOperation.OpenSegments, Open, () => After(Open, body));
    }
}
