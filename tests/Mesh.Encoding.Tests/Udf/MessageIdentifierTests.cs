namespace Mesh.Encoding.Tests.Udfs;

/// <summary>Known answers of the published messages; the last identifier is a connection witness, which has no type octet.</summary>
public class MessageIdentifierTests
{
    [Theory]
    [InlineData("NBF4-4PTH-UTSC-RYHZ-EQMK-BVH7-MU3F", "MD22-62AQ-PVVT-NPUS-ATUC-MQH4-PWV2", "MCZ5-YD47-KD23-MHLY-F34Z-PFVI-47VK")]
    [InlineData("NDTL-GUGD-IBJR-4ENF-M4E3-7YJY-OCLR", "MAC2-EOFV-EAVW-LCJQ-NO2I-UWJ4-IJCV", "MC7F-65PZ-WF3W-P5AR-DHJP-ILLD-P6RS")]
    [InlineData("YDLF-TRCY-GPUF-HGY3-7NRH-IIIG-DTGX", "MBII-4MVJ-FIMC-L3ST-EJGS-V746-DCRG", "MBVK-ZODF-LLR2-AHO6-FWDB-NVNJ-GXIC")]
    public void Gives_published_envelope_and_response_identifiers(string message, string envelope, string response)
    {
        Assert.Equal(envelope, MessageIdentifier.Envelope(message));
        Assert.Equal(response, MessageIdentifier.Response(message));
    }

    [Fact]
    public void An_identifier_that_is_a_SHA_3_digest_gives_another() =>
        Assert.StartsWith("K", MessageIdentifier.Envelope(ContentDigest.Compute([], "text/plain", UdfDigest.Sha3).ToString()), StringComparison.Ordinal);

    [Fact]
    public void A_new_identifier_is_a_nonce_of_28_characters()
    {
        string id = MessageIdentifier.FromRandom(new SeededRandom("message").Bytes(16));
        Assert.StartsWith("N", id, StringComparison.Ordinal);
        Assert.Equal(28 + 6, id.Length);
        Assert.Equal(id, Udf.ParseStrict(id).ToString());
    }

    [Fact]
    public void Text_that_is_no_fingerprint_is_refused() =>
        Assert.Equal(EncodingError.Udf, Assert.Throws<EncodingException>(() => MessageIdentifier.Envelope("not one!")).Code);
}
