namespace Mesh.Dare.Tests;

public class InclusionProofTests
{
    private static readonly SignerPolicy Signer = SignerPolicy.AllOf(TestKeys.Signer.Public);

    [Theory]
    [InlineData("None")]
    [InlineData("Session")]
    public void Proof_of_every_frame_holds_without_the_sequence(string encryption)
    {
        using SequenceReader reader = Written(encryption, "Last").Read();
        foreach (SequenceFrame frame in reader.Forward())
        {
            InclusionProof proof = InclusionProof.Parse(reader.Proof(frame.Index).ToOctets());
            Assert.Equal(frame.Index, proof.Frame.Index);
            Assert.Equal(TestKeys.Signer.Kid, Assert.Single(proof.Verify(Signer)).Key.Kid);
            proof.Verify(reader.State);
            using var right = new MemoryStream(Body(reader, frame));
            proof.Verify(Signer, right);
            using var wrong = new MemoryStream([.. Body(reader, frame), 0]);
            Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => proof.Verify(Signer, wrong)));
        }
    }

    [Fact]
    public void Proof_of_another_frame_root_or_signer_is_refused()
    {
        using SequenceReader reader = Written("None", "Last").Read();
        using SequenceReader other = Written("None", "Last", "other").Read();
        InclusionProof proof = reader.Proof(2);
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => proof.Verify(SignerPolicy.AllOf(TestKeys.OtherSigner.Public))));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => proof.Verify(SignerPolicy.None)));
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => proof.Verify(other.State)));
        string text = Text(proof);
        Refused(DareError.TreeMismatch, text.Replace(Part(text, "Header"), Part(Text(reader.Proof(1)), "Header"), StringComparison.Ordinal));
        Refused(DareError.TreeMismatch, text.Replace(Part(text, "Root"), Part(Text(other.Proof(2)), "Root"), StringComparison.Ordinal));
        Refused(DareError.SignatureInvalid, text.Replace(Part(text, "Origin"), Part(Text(other.Proof(2)), "Origin"), StringComparison.Ordinal));
        Refused(DareError.TreeMismatch, text.Replace(Part(text, "Path") + "\",", "", StringComparison.Ordinal));
        Refused(DareError.SignatureMissing, text[..text.IndexOf("\"seqsignatures\"", StringComparison.Ordinal)] + "\"seqsignatures\":[]}}");
        Refused(DareError.SignatureInvalid, text.Replace("\"Count\":5", "\"Count\":6", StringComparison.Ordinal));
    }

    [Fact]
    public void Proof_is_made_under_the_signed_root_alone()
    {
        TestSequence test = Written("None", "Last");
        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "late", "not signed yet");
            writer.Flush();
        }

        using SequenceReader reader = test.Read(withUnsigned: true);
        Assert.Equal(6, reader.Count);
        reader.Proof(4).Verify(Signer);
        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => reader.Proof(5)));
    }

    private static TestSequence Written(string encryption, string signature, string seed = "sequence")
    {
        TestSequence test = TestSequence.Of(encryption, signature);
        test.Seed = seed;
        using SequenceWriter writer = test.Create();
        foreach (string key in encryption == "None" ? new[] { "a", "b", "c" } : ["a", "b"])
        {
            TestSequence.Add(writer, key, key + key);
        }

        writer.Close();
        return test;
    }

    private static byte[] Body(SequenceReader reader, SequenceFrame frame)
    {
        using var body = new MemoryStream();
        using Stream octets = reader.CarriedBody(frame);
        octets.CopyTo(body);
        return body.ToArray();
    }

    private static void Refused(DareError error, string text) => Assert.Equal(
        error, TestKeys.ErrorOf(() => InclusionProof.Parse(System.Text.Encoding.UTF8.GetBytes(text)).Verify(Signer)));

    private static string Text(InclusionProof proof) => System.Text.Encoding.UTF8.GetString(proof.ToOctets());

    private static string Part(string text, string name)
    {
        int start = text.IndexOf($"\"{name}\":", StringComparison.Ordinal) + name.Length + 4;
        return text[start..text.IndexOf('"', start + 1)];
    }
}
