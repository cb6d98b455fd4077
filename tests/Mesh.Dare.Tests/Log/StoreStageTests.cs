namespace Mesh.Dare.Tests;

/// <summary>What a store takes from strangers, its readers can read: one entry that they cannot would end the store for all of them.</summary>
public class StoreStageTests
{
    private const string Members =
        "\"dig\":\"S512\",\"enc\":\"A256GCM\",\"kid\":\"K\",\"Salt\":\"AQEBAQEBAQEBAQEBAQEBAQ\",\"ContentMetaData\":\"e30\"";

    [Theory]
    [InlineData("\"Index\":7")]
    [InlineData("\"Index\":0,\"DataEncoding\":\"JSON_B\",\"ContainerType\":\"Merkle\"")]
    [InlineData("\"TreePosition\":5,\"IndexPosition\":1,\"ExchangePosition\":2,\"IsMeta\":true")]
    [InlineData("\"SequenceInfo\":{\"Index\":9,\"TreePosition\":1}")]
    [InlineData("\"ContainerInfo\":{\"Index\":9}")]
    [InlineData("\"PayloadTag\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"TreeDigest\":\"AA\",\"signatures\":[{\"kid\":\"A\"}]")]
    public void A_place_that_an_envelope_brings_along_is_not_taken_over(string brought)
    {
        StoreStage stage = Begun();
        StoreFrame frame = StoreFrame.Parse(stage.Append(Envelope($"{{{brought},{Members}}}")));
        Assert.Equal((1, 0), (frame.Index, frame.Info.TreePosition));
        Assert.Equal((null, null, null, false), (frame.Info.DataEncoding, frame.Info.ContainerType, frame.Info.ExchangePosition, frame.Info.IsMeta));
        Assert.True(stage.RootAgrees());
    }

    [Fact]
    public void Changed_headers_are_refused_or_give_frames_that_readers_read()
    {
        byte[][] headers =
        [
            .. new[]
            {
                $"{{{Members}}}",
                "{\"Index\":1,\"dig\":\"S512\",\"ContentInfoData\":\"e30\",\"Annotations\":[\"AA\"]}",
                "{\"EnvelopeId\":\"MAAA\",\"ContentMeta\":{\"UniqueId\":\"k\"},\"Malt\":\"AA\",\"Received\":\"now\",\"recipients\":[]}",
                "{\"PayloadDigest\":\"AA\",\"ChainDigest\":\"AA\",\"WitnessValue\":\"AA\",\"IsMeta\":false,\"policy\":{}}",
            }.Select(System.Text.Encoding.UTF8.GetBytes),
        ];
        StoreStage begun = Begun();
        var random = new SeededRandom("stage");
        int taken = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] header = i < headers.Length ? headers[i] : Mutator.Of(headers[random.Next(headers.Length)], random);
            StoreStage stage = begun.Fork();
            byte[] octets;
            try
            {
                octets = stage.Append(new UnverifiedEnvelope(DareHeader.Parse(header), "body"u8.ToArray(), DareTrailer.Empty));
            }
            catch (DareException)
            {
                continue;
            }

            StoreFrame frame = StoreFrame.Parse(octets);
            if (stage.RootAgrees())
            {
                begun.Fork().Append(StoreFactsReader.Read(octets), octets.Length);
                Assert.Equal(stage.Last.Leaf.Hash(), frame.Leaf().Hash());
                taken++;
            }
        }

        Assert.True(taken > 100, $"{taken}");
    }

    private static StoreStage Begun()
    {
        StoreStage stage = StoreStage.Of("MMM_Task", null);
        PrivateFrame.AppendZero(stage, new SeededRandom("stage"));
        return stage;
    }

    private static UnverifiedEnvelope Envelope(string header) =>
        UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes($"[{header},\"AAEC\"]"));
}
