namespace Mesh.Dare.Tests;

public class StoreReaderTests
{
    [Fact]
    public void A_store_is_read_whole_or_from_where_another_reader_ended()
    {
        var store = new TestStoreFile();
        for (int i = 0; i < 40; i++)
        {
            store.Append(Envelope(i));
        }

        (StoreReader whole, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(store.Octets);
        Assert.Equal(41, whole.Count);
        Assert.Equal(store.Tree.Root(), whole.Checkpoint.Root.ToArray());
        for (int count = 1; count < 41; count++)
        {
            var tree = new MerkleFrontier();
            foreach (StoreFrame frame in frames.Take(count))
            {
                tree.Append(frame.Leaf().Hash());
            }

            StoreReader resumed = StoreReader.Resume(whole.Head, tree, store.Offsets.Take(count).ToArray(), store.Offsets[count]);
            foreach (StoreFrame frame in frames.Skip(count))
            {
                resumed.Next(frame.Octets);
            }

            Assert.Equal(whole.Checkpoint.Root.ToArray(), resumed.Checkpoint.Root.ToArray());
            Assert.Equal(whole.Position, resumed.Position);
        }
    }

    [Fact]
    public void A_frame_at_another_index_or_position_is_refused_and_the_reader_goes_on()
    {
        var store = new TestStoreFile();
        StoreFrame first = store.Append(Envelope(1));
        StoreFrame second = store.Append(Envelope(2));
        var reader = new StoreReader();
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _ = reader.Head));
        reader.Next(store.Frames[0].Octets);
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => reader.Next(second.Octets)));
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => reader.Next(store.Frames[0].Octets)));
        byte[] moved = StoreFrameBuilder.Build(
            first.Envelope, new SequenceInfo { Index = 1, TreePosition = 7 }, first.ApexDigest.Span, []);
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => reader.Next(moved)));
        reader.Next(first.Octets);
        reader.Next(second.Octets);
        Assert.Equal(3, reader.Count);
    }

    [Fact]
    public void A_frame_with_another_root_is_refused()
    {
        var store = new TestStoreFile();
        StoreFrame frame = store.Append(Envelope(1));
        byte[] apex = frame.ApexDigest.ToArray();
        apex[0] ^= 1;
        byte[] wrong = StoreFrameBuilder.Build(frame.Envelope, frame.Info, apex, []);
        var reader = new StoreReader();
        reader.Next(store.Frames[0].Octets);
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => reader.Next(wrong)));
    }

    [Theory]
    [InlineData("\"dig\":\"S512\"", "\"dig\":\"S256\"")]
    [InlineData("\"ContainerType\":\"MerkleLog\"", "\"ContainerType\":\"Merkle\"")]
    [InlineData("\"DataEncoding\":\"JSON\"", "\"DataEncoding\":\"JSON_B\"")]
    public void Frame_0_of_another_form_is_refused(string old, string now)
    {
        StoreFrame zero = new TestStoreFile().Frames[0];
        byte[] frame = Frame.Encode(
            System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(zero.Envelope.Header.Octets.Span).Replace(old, now, StringComparison.Ordinal)),
            zero.Envelope.Body.Span,
            zero.Envelope.Trailer.Octets.Span);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => new StoreReader().Next(frame)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Origin\":\"AAAA\"}")]
    [InlineData("{\"Origin\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"Store\":1}")]
    [InlineData("{\"Origin\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"Origin\":\"AAAAAAAAAAAAAAAAAAAAAA\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Frame_0_with_another_body_is_refused(string body)
    {
        var envelope = new UnverifiedEnvelope(
            new DareHeader { DigestAlgorithm = "S512" }, System.Text.Encoding.UTF8.GetBytes(body), DareTrailer.Empty);
        byte[] frame = StoreFrameBuilder.Append(envelope, null, new MerkleFrontier());
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => new StoreReader().Next(frame)));
    }

    [Fact]
    public void Frames_of_another_form_are_refused()
    {
        StoreFrame frame = new TestStoreFile().Append(Envelope(1));
        string header = System.Text.Encoding.UTF8.GetString(frame.Envelope.Header.Octets.Span);
        string trailer = System.Text.Encoding.UTF8.GetString(frame.Envelope.Trailer.Octets.Span);
        (string Header, string Trailer)[] wrong =
        [
            (header, ""),
            (header, "{}"),
            (header, trailer.Replace("{\"dig\":\"S512\",", "{", StringComparison.Ordinal)),
            (header.Replace("{\"SequenceInfo\"", "{\"dig\":\"S512\",\"SequenceInfo\"", StringComparison.Ordinal), trailer),
            (header.Replace("{\"SequenceInfo\"", "{\"PayloadDigest\":\"AAAA\",\"SequenceInfo\"", StringComparison.Ordinal), trailer),
            (header.Replace("SequenceInfo", "Other", StringComparison.Ordinal), trailer),
            (header, trailer.Replace("ApexDigest", "Other", StringComparison.Ordinal)),
            (header, trailer.Replace("PayloadDigest", "Other", StringComparison.Ordinal)),
        ];
        StoreFrame.Parse(Encode(header, trailer, frame));
        Assert.All(wrong, w => Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => StoreFrame.Parse(Encode(w.Header, w.Trailer, frame)))));
        Assert.Equal(
            DareError.Malformed,
            TestKeys.ErrorOf(() => StoreFrame.Parse(Convert.FromHexString("f404f0027b7d04f4"))));
    }

    [Fact]
    public void Building_a_frame_alters_nothing_of_the_envelope_but_its_place()
    {
        const string Json =
            "[{\"Received\":\"2001-01-01T00:00:00Z\",\"SequenceInfo\":{\"Index\":9,\"TreePosition\":8},\"x\":{\"é\":1.50},\"ContentMetaData\":\"AAAA\"},"
            + "\"AAEC\",{\"ApexDigest\":\"AAAA\",\"signatures\":[{\"kid\":\"A\",\"signature\":\"AA\",\"x\":1}]}]";
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(Json));
        byte[] octets = StoreFrameBuilder.Build(
            envelope, new SequenceInfo { Index = 1, TreePosition = 0 }, new byte[32], [], TestKeys.Now);
        StoreFrame frame = StoreFrame.Parse(octets);
        Assert.Equal(
            "{\"SequenceInfo\":{\"Index\":1,\"TreePosition\":0},\"x\":{\"é\":1.50},\"ContentMetaData\":\"AAAA\",\"Received\":\"2026-07-08T09:10:11Z\"}",
            System.Text.Encoding.UTF8.GetString(frame.Envelope.Header.Octets.Span));
        Assert.StartsWith(
            "{\"dig\":\"S512\",\"PayloadDigest\":\"",
            System.Text.Encoding.UTF8.GetString(frame.Envelope.Trailer.Octets.Span),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"signatures\":[{\"kid\":\"A\",\"signature\":\"AA\",\"x\":1}],\"ApexDigest\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
            System.Text.Encoding.UTF8.GetString(frame.Envelope.Trailer.Octets.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_is_not_built_over_a_wrong_digest_or_without_its_position()
    {
        var tree = new MerkleFrontier();
        var stated = new UnverifiedEnvelope(new DareHeader(), "x"u8.ToArray(), new DareTrailer { PayloadDigest = new byte[64] });
        Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => StoreFrameBuilder.Append(stated, null, tree)));
        var other = new UnverifiedEnvelope(new DareHeader { DigestAlgorithm = "S256" }, default, DareTrailer.Empty);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => StoreFrameBuilder.Append(other, null, tree)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => StoreFrameBuilder.Append(Envelope(1), 0, tree)));
        var erased = new UnverifiedEnvelope(new DareHeader { Salt = new byte[16] }, default, DareTrailer.Empty);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => StoreFrameBuilder.Append(erased, null, tree)));
        Assert.Equal(0, tree.Count);
        StoreFrameBuilder.Append(Envelope(1), null, tree);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => StoreFrameBuilder.Append(Envelope(1), null, tree)));
        Assert.Equal(1, tree.Count);
    }

    [Fact]
    public void A_signed_root_in_a_frame_covers_the_frames_up_to_it()
    {
        var store = new TestStoreFile();
        store.Append(Envelope(1));
        UnverifiedEnvelope last = Envelope(2);
        MerkleFrontier tree = store.Tree.Clone();
        tree.Append(StoreFrameBuilder.LeafOf(last, 2).Hash());
        var state = new StoreCheckpoint(store.Head.Origin, 3, tree.Root());
        DareSignature signature = RootSigner.Sign(state, TestKeys.Signer, new SeededRandom("root"), new FixedTime(TestKeys.Now));
        byte[] octets = StoreFrameBuilder.Build(
            last, new SequenceInfo { Index = 2, TreePosition = store.Offsets[1] }, tree.Root(), [signature]);
        var reader = new StoreReader();
        reader.Next(store.Frames[0].Octets);
        reader.Next(store.Frames[1].Octets);
        StoreFrame frame = reader.Next(octets);
        SignerPolicy signer = SignerPolicy.AllOf(TestKeys.Signer.Public);
        Assert.Single(RootSigner.Verify(reader.Checkpoint, frame.Envelope.Trailer.SequenceSignatures, signer));
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => RootSigner.Verify(reader.Checkpoint, [], signer)));
        Assert.Equal(
            DareError.SignatureInvalid,
            TestKeys.ErrorOf(() => RootSigner.Verify(
                new StoreCheckpoint(store.Head.Origin, 2, store.Tree.Root()), frame.Envelope.Trailer.SequenceSignatures, signer)));
    }

    private static byte[] Encode(string header, string trailer, StoreFrame frame) => Frame.Encode(
        System.Text.Encoding.UTF8.GetBytes(header), frame.Envelope.Body.Span, System.Text.Encoding.UTF8.GetBytes(trailer));

    private static UnverifiedEnvelope Envelope(int number) =>
        new(new DareHeader(), System.Text.Encoding.UTF8.GetBytes($"entry {number}"), DareTrailer.Empty);
}
