using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

public class SpoolTests
{
    private const string First = "NBAM-IBG7-4IM2-UNK6-NQOQ-HFSR-4LBD";
    private const string Second = "NDTL-GUGD-IBJR-4ENF-M4E3-7YJY-OCLR";

    public static TheoryData<string> Identifiers => Vectors.DareIds("spool-ids");

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Envelope_and_response_ids_follow_from_the_message_id(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        string message = vector.Inputs().Text("message_id");
        Assert.Equal(vector.Expected().Text("envelope_id"), MessageIdentifier.Envelope(message));
        Assert.Equal(vector.Expected().Text("response_id"), MessageIdentifier.Response(message));
        var spool = new Spool();
        SpoolMessage added = spool.Add(Frame(1, vector.Expected().Text("envelope_id")))!;
        Assert.Same(added, spool.Find(message));
        Spool.RequireIdentity(added, message.ToLowerInvariant());
        Assert.Equal(
            DareError.EntryRefused,
            Assert.Throws<DareException>(() => Spool.RequireIdentity(added, MessageIdentifier.Response(message))).Code);
    }

    [Fact]
    public void Published_completion_is_read()
    {
        JsonElement vector = Vectors.Dare("spool-state-complete");
        MessageComplete complete = MessageComplete.Parse(
            System.Text.Encoding.UTF8.GetBytes(vector.Expected().GetProperty("object").GetRawText()));
        MessageReference reference = Assert.Single(complete.References);
        Assert.Equal("Closed", reference.Relationship);
        Assert.Equal("AAKU-MJKW-GRDS-S3ZI-DONH-D6US-4REW", reference.MessageId);
        Assert.NotNull(reference.ResponseId);
    }

    [Fact]
    public void The_last_reference_sets_the_state_also_when_it_comes_before_the_message()
    {
        var spool = new Spool();
        SpoolMessage first = spool.Add(Frame(1, MessageIdentifier.Envelope(First)))!;
        Assert.True(first.State.IsOpen);
        spool.Apply(Complete((First, "Read"), (Second, "Closed")));
        Assert.Equal("Read", first.State.Text);
        spool.Apply(Complete((First, "Closed")));
        Assert.False(first.State.IsOpen);
        spool.Apply(Complete((First, "Initial")));
        Assert.True(first.State.IsOpen);
        SpoolMessage second = spool.Add(Frame(2, MessageIdentifier.Envelope(Second)))!;
        Assert.Equal("Closed", second.State.Text);
        Assert.Equal([first], spool.Open);
    }

    [Fact]
    public void The_first_entry_of_an_identifier_stays()
    {
        var spool = new Spool();
        SpoolMessage first = spool.Add(Frame(1, MessageIdentifier.Envelope(First)))!;
        Assert.Null(spool.Add(Frame(2, MessageIdentifier.Envelope(First).ToLowerInvariant())));
        Assert.Null(spool.Add(Frame(3, null)));
        Assert.Same(first, Assert.Single(spool.Messages));
        Assert.Equal([2, 3], spool.Replays);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"MessageType\":1}")]
    [InlineData("{\"cty\":\"a\",\"cty\":\"b\"}")]
    public void A_message_whose_metadata_cannot_be_read_does_not_hide_the_others(string metadata)
    {
        var spool = new Spool();
        SpoolMessage odd = spool.Add(Frame(1, MessageIdentifier.Envelope(First), metadata))!;
        SpoolMessage next = spool.Add(Frame(2, MessageIdentifier.Envelope(Second), "{\"MessageType\":\"MessagePin\"}"))!;
        Assert.Null(odd.MessageType);
        Assert.Equal("MessagePin", next.MessageType);
        Assert.Equal([next, odd], spool.Open);
    }

    [Theory]
    [InlineData("Initial", true)]
    [InlineData("Read", true)]
    [InlineData("Open", true)]
    [InlineData("Unread", true)]
    [InlineData("Closed", false)]
    [InlineData("Sent", false)]
    [InlineData("Deleted", false)]
    [InlineData("initial", false)]
    [InlineData("Anything else", false)]
    public void Unknown_states_count_as_closed(string text, bool open)
    {
        Assert.Equal(open, new SpoolState(text).IsOpen);
        Assert.Equal(text, new SpoolState(text).Text);
        Assert.True(default(SpoolState).IsOpen);
    }

    [Theory]
    [InlineData("{\"MessageComplete\":{}}")]
    [InlineData("{\"MessagePin\":{\"MessageId\":\"A\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"A\",\"References\":[{}]}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"A\",\"References\":[{\"MessageId\":\"B\"}]}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"A\",\"References\":{}}}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Ill_formed_completions_are_refused(string json) => Assert.Equal(
        DareError.Malformed,
        Assert.Throws<DareException>(() => MessageComplete.Parse(System.Text.Encoding.UTF8.GetBytes(json))).Code);

    private static MessageComplete Complete(params (string Id, string State)[] changes) =>
        new("NAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", [.. changes.Select(c => new MessageReference(c.Id, null, c.State))]);

    private static StoreFrame Frame(long index, string? envelopeId, string metadata = "")
    {
        var header = new DareHeader { EnvelopeId = envelopeId, ContentMetaData = System.Text.Encoding.UTF8.GetBytes(metadata) };
        var envelope = new UnverifiedEnvelope(header, "{}"u8.ToArray(), DareTrailer.Empty);
        var info = new SequenceInfo { Index = index, TreePosition = 0 };
        return StoreFrame.Parse(StoreFrameBuilder.Build(envelope, info, new byte[32], []));
    }
}
