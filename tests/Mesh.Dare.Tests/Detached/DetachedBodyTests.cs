using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Signatures over a file that is kept apart (Mesh sealing, section 7).</summary>
public class DetachedBodyTests
{
    private static readonly byte[] Marked = new ContentMeta { ContentType = "text/plain", Detached = true }.ToOctets();
    private static readonly byte[] Body = "the file that stays where it is"u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300_000)]
    public void A_signature_beside_a_file_verifies(int length)
    {
        byte[] body = new SeededRandom("body").Bytes(length);
        CheckedFile found = Verify(Sign(body), body);
        Assert.Equal(TestKeys.Signer.Kid, Assert.Single(found.Signatures).Key.Kid);
        Assert.Equal(length, found.BodyLength);
        Assert.True(found.DigestStated);
    }

    [Fact]
    public void Any_change_of_the_file_is_found()
    {
        byte[] envelope = Sign(Body);
        byte[] changed = [.. Body];
        changed[5] ^= 1;
        foreach (byte[] other in new byte[][] { changed, Body[1..], [.. Body, 0], [] })
        {
            Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => Verify(envelope, other)));
        }
    }

    // Also where the file is empty, so that the digest of the body agrees.
    [Theory]
    [InlineData("")]
    [InlineData("text")]
    public void No_other_reader_takes_it_for_an_envelope_with_an_empty_body(string text)
    {
        byte[] octets = Sign(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(Stream(octets), System.IO.Stream.Null, new OpenRequest())));
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeFileVerifier.Verify(Stream(octets), Policy())));
        UnverifiedEnvelope envelope = InMemory(octets);
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, new OpenRequest())));
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(envelope, SignerPolicy.AllOf(TestKeys.Signer.Public))));
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeVerifier.Check(envelope)));
    }

    [Fact]
    public void The_mark_is_found_however_it_is_spelt()
    {
        foreach (string meta in new[] { "{\"Detached\":true}", "{\"\\u0044etached\":true}", "{\"De\\u0074ached\" : true}" })
        {
            Assert.True(DetachedBody.IsMarked(new DareHeader { ContentMetaData = System.Text.Encoding.UTF8.GetBytes(meta) }));
        }

        // JSON-B, with the name in two parts; in ISO 8859-1 each of these characters is an octet.
        Assert.True(DetachedBody.IsMarked(new DareHeader
        {
            ContentMetaData = System.Text.Encoding.Latin1.GetBytes("{\u00b4\u0008Detached\u00b0}"),
        }));

        foreach (string meta in new[] { "", "{}", "{\"Detached\":false}", "{\"detached\":true}", "{\"cty\":\"Detached\"}", "no JSON" })
        {
            Assert.False(DetachedBody.IsMarked(new DareHeader { ContentMetaData = System.Text.Encoding.UTF8.GetBytes(meta) }));
        }
    }

    // An attacker may put the file into the envelope, take it out of one, or set and remove the mark: the signature says which it was.
    [Fact]
    public void The_signature_holds_only_for_the_form_that_was_signed()
    {
        byte[] plain = new ContentMeta { ContentType = "text/plain" }.ToOctets();
        byte[] attached = Attached(plain);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => Verify(attached, Body)));

        UnverifiedEnvelope envelope = InMemory(attached);
        byte[] taken = Rebuild(envelope.Header, [], envelope.Claims, Marked);
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Verify(taken, Body)));

        UnverifiedEnvelope detached = InMemory(Sign(Body));
        byte[] put = Rebuild(detached.Header, Body, detached.Claims, plain);
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeFileVerifier.Verify(Stream(put), Policy())));
        byte[] marked = Rebuild(detached.Header, Body, detached.Claims, Marked);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Verify(marked, Body)));
        Assert.Equal(DareError.DetachedBody, TestKeys.ErrorOf(() => EnvelopeFileVerifier.Verify(Stream(marked), Policy())));
    }

    [Fact]
    public void What_is_signed_by_nobody_or_states_no_digest_is_refused()
    {
        UnverifiedEnvelope envelope = InMemory(Sign(Body));
        byte[] unsigned = Rebuild(envelope.Header, [], new DareTrailer { PayloadDigest = envelope.Claims.PayloadDigest }, Marked);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Verify(unsigned, Body)));
        byte[] without = Rebuild(envelope.Header, [], new DareTrailer { Signatures = envelope.Claims.Signatures }, Marked);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Verify(without, Body)));
    }

    [Fact]
    public void Only_signers_make_one_and_nothing_is_encrypted()
    {
        foreach (SealRequest request in new[]
            {
                new SealRequest { ContentMetaData = Marked },
                new SealRequest { Signers = [TestKeys.Signer] },
                new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = Marked, Recipients = [TestKeys.Reader.Public] },
                new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = Marked, PlainManifest = true },
                new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = Marked, Annotations = [new byte[1]] },
            })
        {
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => TestKeys.Sealer().SignDetached(Stream(Body), new MemoryStream(), request)));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_envelope_is_found()
    {
        byte[] envelope = Sign(Body);
        for (int i = 0; i < envelope.Length; i++)
        {
            byte[] changed = [.. envelope];
            changed[i] ^= (byte)(1 << (i % 8));
            bool holds = false;
            try
            {
                holds = Verify(changed, Body).Signatures.Count > 0;
            }
            catch (DareException)
            {
                // Refused.
            }

            Assert.False(holds, $"octet {i}: {(char)envelope[i]}");
        }
    }

    private static byte[] Sign(byte[] body)
    {
        using var output = new MemoryStream();
        TestKeys.Sealer().SignDetached(Stream(body), output, new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = Marked });
        return output.ToArray();
    }

    private static byte[] Attached(byte[] contentMetaData)
    {
        using var output = new MemoryStream();
        TestKeys.Sealer().SealFile(Stream(Body), Body.Length, output, new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = contentMetaData });
        return output.ToArray();
    }

    private static byte[] Rebuild(DareHeader header, byte[] body, DareTrailer trailer, byte[] contentMetaData)
    {
        using var output = new MemoryStream();
        var writer = new EnvelopeFileWriter(output, new DareHeader { DigestAlgorithm = header.DigestAlgorithm, ContentMetaData = contentMetaData }, body.Length);
        writer.WriteBody(body);
        writer.End(trailer);
        return output.ToArray();
    }

    private static UnverifiedEnvelope InMemory(byte[] octets)
    {
        var reader = new EnvelopeFileReader(Stream(octets));
        byte[] body = new byte[1000];
        int length = 0;
        for (int count; (count = reader.ReadBody(body.AsSpan(length))) > 0; length += count)
        {
        }

        return new UnverifiedEnvelope(reader.Header, body.AsMemory(0, length), reader.ReadTrailer());
    }

    private static CheckedFile Verify(byte[] envelope, byte[] body) => DetachedBody.Verify(Stream(envelope), Stream(body), Policy());

    private static SignerPolicy Policy() => SignerPolicy.WhereKnown([TestKeys.Signer.Public]);

    private static MemoryStream Stream(byte[] octets) => new(octets);
}
