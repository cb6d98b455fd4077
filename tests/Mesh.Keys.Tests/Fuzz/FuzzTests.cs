using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.Fuzz;

/// <summary>The fuzz target on mutated valid keys of every form.</summary>
public class FuzzTests
{
    [Fact]
    public void Keys_are_read_or_refused() => new Mutator("keys", Corpus()).Run(i => KeyFuzz.Run(i));

    [Fact]
    public void Texts_of_keys_are_read_or_refused() => new Mutator("plain keys", PlainCorpus()).Run(i => PlainKeyFuzz.Run(i));

    private static byte[][] PlainCorpus()
    {
        var random = new SeededRandom("plain corpus");
        using AgreementPrivateKey agree = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, random);
        using SignaturePrivateKey sign = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, random);
        using SymmetricKey key = SymmetricKey.Generate(random);
        using SecretBytes line = PlainKeyFile.Write(agree);
        byte[][] lines =
        [
            System.Text.Encoding.ASCII.GetBytes(PublicKeyText.Write(agree.Public)),
            System.Text.Encoding.ASCII.GetBytes(PublicKeyText.Write(sign.Public)),
            System.Text.Encoding.ASCII.GetBytes(key.RevealUdf()),
            System.Text.Encoding.ASCII.GetBytes(KeyInfo.ToOidSequence(KeyAlgorithmId.X25519, agree.Public.Octets.Span).ToString()),
            line.Reveal().ToArray(),
        ];
        return [.. lines, [.. lines.SelectMany(l => l.Append((byte)'\n'))]];
    }

    private static byte[][] Corpus()
    {
        var random = new SeededRandom("corpus");
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, random);
        using SignaturePrivateKey sign = seed.DeriveSignature(KeyNames.AccountSign);
        using AgreementPrivateKey agree = seed.DeriveAgreement(KeyNames.AccountEncrypt);
        using AgreementPrivateKey residue = agree.Overlay(agree);
        using PinCode pin = PinCode.Generate(random);
        using SaltedPin salted = pin.Salt("Device");
        using SymmetricKey key = SymmetricKey.Generate(random);
        EscrowShare[] shares = [.. EscrowShares.Split(seed, 2, 3, random)];
        using SecretBytes binary = seed.RevealBinary();
        using SecretBytes file = KeyFile.Encode("ID-1", binary);
        string[] texts = [seed.RevealUdf(), pin.RevealUdf(), salted.RevealUdf(), key.RevealUdf(), shares[0].RevealUdf()];
        return
        [
            .. texts.Select(System.Text.Encoding.ASCII.GetBytes),
            binary.Reveal().ToArray(),
            file.Reveal().ToArray(),
            sign.Public.Octets.ToArray(),
            agree.Public.Octets.ToArray(),
            [1, 111, 0, .. KeyVectors.Octets(agree)],
            [1, 111, 1, .. KeyVectors.Octets(residue)],
            [1, 113, 0, .. KeyVectors.Octets(sign)],
            StrictJson.Write(w => KeyJson.WritePublic(w, sign.Public)),
            StrictJson.Write(w => KeyJson.WritePrivate(w, sign)),
            StrictJson.Write(w => KeyJson.WritePrivate(w, residue)),
            StrictJson.Write(w => KeyJson.WriteSeed(w, seed)),
            StrictJson.Write(EscrowShareSet.Create(shares, random).WriteTo),
        ];
    }
}
