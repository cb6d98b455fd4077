// Every vector of channel.json through the functions that clients and hosts call.

using System.Text.Json;

namespace Mesh.Protocol.Tests;

public class ChannelVectorTests
{
    private static readonly (string Prefix, Action<string> Check)[] Checks =
    [
        ("key-", KeyVectors.Key),
        ("ephemeral-", KeyVectors.Ephemeral),
        ("dh-", KeyVectors.Agreement),
        ("padding-", PayloadVectors.Padded),
        ("prologue-", PayloadVectors.PrologueOctets),
        ("credentials-", PayloadVectors.Credentials),
        ("hs-d-", HandshakeVectors.Message),
        ("hs-a-", HandshakeVectors.Message),
        ("seal-", HandshakeVectors.SealEpoch),
        ("ticket-", TicketVectors.Ticket),
        ("hedge-", TicketVectors.Hedge),
        ("request-", RecordVectors.Request),
        ("response-", RecordVectors.Response),
        ("time-", TicketVectors.TimeWindow),
        ("neg-request-", RecordVectors.RefusedRequest),
        ("neg-segment", RecordVectors.RefusedRequest),
        ("neg-padding-", RecordVectors.MalformedRequest),
        ("neg-inner-", RecordVectors.MalformedRequest),
        ("neg-response-", RecordVectors.RefusedResponse),
        ("neg-m2-", HandshakeVectors.RefusedMessage2),
        ("neg-m3-", HandshakeVectors.RefusedMessage3),
        ("neg-seal-", HandshakeVectors.RefusedSeal),
        ("neg-post1-", HandshakeVectors.RefusedPost1),
        ("neg-ticket-", TicketVectors.RefusedTicket),
    ];

    public static TheoryData<string> Ids => [.. ChannelVectors.Ids];

    [Fact]
    public void All_130_vectors_are_there_and_verified() => Assert.Equal(130, ChannelVectors.Ids.Count());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Vector_holds(string id) => Checks.Single(c => id.StartsWith(c.Prefix, StringComparison.Ordinal)).Check(id);

    /// <summary>Checks that a host answers as the vector says: 400 or 401 with an empty body.</summary>
    internal static void AssertRefused(JsonElement expected, Action act)
    {
        var e = Assert.Throws<ProtocolException>(act);
        Assert.Equal($"HTTP {e.HttpStatus}, empty body", expected.Text("answer"));
    }
}
