using Mesh.Cryptography;

namespace Mesh.Benchmarks.Crypto;

/// <summary>libdecaf, the curve 448 by its designer.</summary>
internal sealed class LibDecafLibrary : CryptoLibrary
{
    public override string Name => "libdecaf";

    public override bool IsPresent => LibDecaf.IsPresent;

    public override IEnumerable<Subject> Subjects(CryptoInputs inputs)
    {
        byte[] shared = new byte[56], agreementKey = new byte[56], signingKey = new byte[57], signature = new byte[114], fresh = new byte[57];
        nuint length = (nuint)inputs.Message.Length;

        void Agree() => Require(
            LibDecaf.decaf_x448(shared, inputs.Peer448, inputs.Secret448.AsSpan(0, 56)) == LibDecaf.Success, "libdecaf accepts");

        void Sign() =>
            LibDecaf.decaf_ed448_sign(signature, inputs.Secret448, inputs.SigningKey448, inputs.Message, length, 0, default, 0);

        bool Verify(byte[] given) =>
            LibDecaf.decaf_ed448_verify(given, inputs.SigningKey448, inputs.Message, length, 0, default, 0) == LibDecaf.Success;

        yield return new(CryptoOperation.X448Agree, Agree, () => After(Agree, shared));
        yield return new(
            CryptoOperation.X448Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                LibDecaf.decaf_x448_derive_public_key(agreementKey, fresh);
            },
            () => After(() => LibDecaf.decaf_x448_derive_public_key(agreementKey, inputs.Secret448), agreementKey));
        yield return new(CryptoOperation.Ed448Sign, Sign, () => After(Sign, signature));
        yield return new(
            CryptoOperation.Ed448Verify, () => Require(Verify(inputs.Signature448), "verifies"), () => Verdicts(Verify, inputs.Signature448));
        yield return new(
            CryptoOperation.Ed448Generate,
            () =>
            {
                SystemRandom.Instance.Fill(fresh);
                LibDecaf.decaf_ed448_derive_public_key(signingKey, fresh);
            },
            () => After(() => LibDecaf.decaf_ed448_derive_public_key(signingKey, inputs.Secret448), signingKey));
    }
}
