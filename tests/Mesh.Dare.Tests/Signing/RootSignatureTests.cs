using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class RootSignatureTests
{
    public static TheoryData<string> Refused => Vectors.SealingIds("root-signature-refused");

    [Fact]
    public void Signature_over_a_root_is_that_of_the_vector_and_verifies()
    {
        JsonElement vector = Vectors.Sealing("sig-root-7");
        DateTimeOffset created = Vectors.Time(vector.Inputs().Text("Created"));
        using SignaturePrivateKey key = VectorKeys.Signer("key-administrator");
        DareSignature signature = RootSigner.Sign(State(vector.Inputs()), key, new KnownRandom(), new FixedTime(created));
        Assert.Equal(vector.Expected().Utf8("SignedData"), signature.SignedData!.Value.ToArray());
        Assert.Equal(vector.Expected().Text("signature"), Vectors.Hex(signature.Value!.Value.Span));
        Assert.Equal(
            $"{{\"seqsignatures\":{vector.Expected().Text("seqsignatures")}}}",
            System.Text.Encoding.UTF8.GetString(new DareTrailer { SequenceSignatures = [signature] }.Octets.Span));

        VerifiedSignature verified = Assert.Single(RootSigner.Verify(
            State(vector.Inputs()), Signatures(vector.Expected()), VectorKeys.Policy(vector.Inputs())));
        Assert.Equal(created, verified.Created);
        Assert.Equal(vector.Inputs().Text("Root"), Vectors.Hex(TreeVectorTests.Tree(7).Root()));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_signatures_over_a_root_are_refused(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        DareException e = Assert.Throws<DareException>(
            () => RootSigner.Verify(State(inputs), Signatures(inputs), VectorKeys.Policy(inputs)));
        Assert.Equal(DareError.SignatureInvalid, e.Code);
    }

    private static StoreCheckpoint State(JsonElement inputs) =>
        new(inputs.Hex("Origin"), inputs.GetProperty("Count").GetInt64(), inputs.Hex("Root"));

    private static IReadOnlyList<DareSignature> Signatures(JsonElement owner) =>
        DareTrailer.Parse(System.Text.Encoding.UTF8.GetBytes($"{{\"seqsignatures\":{owner.Text("seqsignatures")}}}")).SequenceSignatures;
}
