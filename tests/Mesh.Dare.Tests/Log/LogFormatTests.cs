using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>What stands on the disk, octet for octet, so that no form changes unnoticed. The outer frames are in the published vectors.</summary>
public class LogFormatTests
{
    [Fact]
    public async Task Private_records_and_requests()
    {
        var files = new SimulatedFiles();
        var time = new ManualTime();
        using var secret = new SecretBytes(new SeededRandom("host").Bytes(PrivateSeal.SecretSize));
        using var seal = new PrivateSeal(secret, new SeededRandom("seal"), time);
        LogOptions options = TestLog.Options(files, new SeededRandom("format"), time) with { Seal = seal };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, new LogTransaction
        {
            Blocks = true,
            Records = [PrivateRecord.Removal(PrivateLabel.Parse("~Pending"), "p")],
            Request = new RequestRecord
            {
                Key = "MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA",
                Id = "id",
                PayloadHash = new byte[] { 1, 2, 3 },
                Respond = _ => "response"u8.ToArray(),
                Quota = "quota",
            },
        });
        await log.DisposeAsync();

        List<string> lines = [];
        byte[] file = files.Octets(TestLog.Path);
        new LogScanner(new MemoryOctets(file), file.Length).Run(null, (in OuterFrame outer, LogTip tip) =>
        {
            foreach (LogRecord record in outer.Records().Select(r => r.Record))
            {
                StoreFrame frame = StoreFrame.Parse(record.Frame.ToArray());
                string text = frame.Envelope.Header.IsEncrypted ? $"sealed {frame.Envelope.Body.Length}" : Text(frame.Envelope.Body);
                lines.Add($"{record.Label} {frame.Index} {Text(frame.Envelope.Header.ContentMetaData)} {text}");
            }

            return true;
        });

        Assert.Equal(
        [
            "~Account 0 {\"cty\":\"application/mmm-catalog\"} {\"Origin\":\"C3JaLtV6GE_okyjGfUtMYg\",\"Store\":\"~Account\"}",
            "~Account 1 {\"UniqueId\":\"Blocked\",\"Event\":\"New\"} sealed 12",
            "~Pending 0 {\"cty\":\"application/mmm-catalog\"} {\"Origin\":\"Ge-J0-kqrdpHjUGtFkwKvQ\",\"Store\":\"~Pending\"}",
            "~Pending 1 {\"UniqueId\":\"p\",\"Event\":\"Delete\"} ",
            "~Requests 0 {\"cty\":\"application/mmm-catalog\"} {\"Origin\":\"0C1gozPDV2uqabyL6-Mpsg\",\"Store\":\"~Requests\"}",
            "~Requests 1 {\"UniqueId\":\"bHOMNFYdKAnYT_i3Whf2QZQwNh4\",\"Event\":\"New\",\"Expire\":\"2026-03-02T12:00:00Z\","
            + "\"Labels\":[\"Yd5Ul9h6qW6fUlzWfffuAEiohqI\"]} sealed 76",
        ],
            lines);
        Assert.Equal(
            "7687787dd80d7c92ead3168551057bf916705bb76cadaa7877f3736def4be921",
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
    }

    [Fact]
    public void The_content_of_a_request()
    {
        var content = new RequestContent("key", "id", new byte[] { 1, 2 }, "r"u8.ToArray());
        Assert.Equal("000000036b65790000000269640000000201020000000172", Convert.ToHexStringLower(content.Encode()));
        Assert.Equal(content.Encode(), RequestContent.Decode(content.Encode()).Encode());
        Assert.Equal(("QqQpApCHyWFFbrYQ-mTFh1agkkk", "h4LT38-m3EQb9OhvUBSP-xwrF1s"), (RequestContent.Lookup("key", "id"), RequestContent.Group("key")));
        Assert.NotEqual(RequestContent.Lookup("a", "bc"), RequestContent.Lookup("ab", "c"));
        for (int n = 0; n < content.Encode().Length; n++)
        {
            Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => RequestContent.Decode(content.Encode().AsMemory(0, n))).Code);
        }

        Assert.Throws<DareException>(() => RequestContent.Decode((byte[])[.. content.Encode(), 0]));
    }

    [Fact]
    public async Task The_side_file()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-three")[..1316]);
        await (await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files))).DisposeAsync();
        byte[] side = files.Octets(TestLog.Path + ".side");
        Assert.Equal(
            "4d6573685369646500000001" // magic, version
            + "c4a01ad6baf139301b1364e8488d0fb2" // LogId
            + "00000000000005ce0000000000000002" // position, index
            + "cdb667a081a3071c2bf3363f792787c39dd683a7f8edcf36fb7808ebed37d682" // digest
            + "0000000000000003000000000000000000000000000000d90000000000000524" // three outer frames
            + "00000002" // two stores
            + "0000000c4d4d4d5f426f6f6b6d61726b07f9ed295b2ffa2e604184292b2b863b000000000000000100000000000001560000000000000001000001b9000000205ad594053bbec45d7b527e652d8f00a174eb9a4edb1c0332ba13ad06b5e17d9600000000" // MMM_Bookmark
            + "0000000e4d4d4d5f43726564656e7469616c5b19117f5e3f71de3aefecb8f6828d72000000000000000100000000000003250000000000000001000001bb00000020b8390cf6cf2864e55e30ac603acea38a8c0a1b62eb9ba91a64042769681767f500000000", // MMM_Credential
            Convert.ToHexStringLower(side.AsSpan(..^32)));
        Assert.Equal(TestLog.Seal().Authenticate(side.AsSpan(..^32)), side[^32..]);
    }

    private static string Text(ReadOnlyMemory<byte> octets) => System.Text.Encoding.UTF8.GetString(octets.Span);
}
