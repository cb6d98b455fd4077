using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Keys and a sealer for tests that need no vectors; reproducible.</summary>
internal static class TestKeys
{
    public static readonly DateTimeOffset Now = new(2026, 7, 8, 9, 10, 11, TimeSpan.Zero);

    public static AgreementPrivateKey Reader { get; } = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("reader"));

    public static AgreementPrivateKey OtherReader { get; } = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("other reader"));

    public static SignaturePrivateKey Signer { get; } = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("signer"));

    public static SignaturePrivateKey OtherSigner { get; } = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("other signer"));

    /// <summary>The key of <see cref="Reader"/>.</summary>
    public static Keyring Ring { get; } = new Keyring().Add(AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("reader")));

    public static EnvelopeSealer Sealer(string seed = "sealer") => new(new SeededRandom(seed), new FixedTime(Now));

    public static OpenRequest Open(SignerPolicy? signers = null, StorePlace? place = null) => new()
    {
        Keys = Ring,
        Signers = signers ?? SignerPolicy.None,
        Place = place,
    };

    public static UnverifiedEnvelope Sealed(string plaintext = "plaintext", params SignaturePrivateKey[] signers) => Sealer().Seal(
        System.Text.Encoding.UTF8.GetBytes(plaintext),
        new SealRequest
        {
            Recipients = [Reader.Public],
            Signers = signers,
            ContentMetaData = new ContentMeta { ContentType = "text/plain" }.ToOctets(),
        });

    /// <summary>The envelope with its JSON changed.</summary>
    public static UnverifiedEnvelope Changed(this UnverifiedEnvelope envelope, string old, string now)
    {
        string json = System.Text.Encoding.UTF8.GetString(envelope.ToJson());
        Assert.Contains(old, json, StringComparison.Ordinal);
        return UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(json.Replace(old, now, StringComparison.Ordinal)));
    }

    public static DareError ErrorOf(Action action) => Assert.Throws<DareException>(action).Code;
}
