using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

public class RequestIntentTests
{
    private readonly ManualClock _clock = new(1_767_225_600);
    private readonly SeededRandom _random = new("intent");

    [Fact]
    [Requirement("NET-12")]
    public void What_was_written_down_is_sent_again_octet_for_octet()
    {
        PreparedRequest request = PreparedRequest.Of(new ClaimRequest { EnvelopedMessageClaim = MessageSamples.Envelope }, _random);
        using SecretBytes key = SecretBytes.Random(_random, 56);
        using var intent = new RequestIntent(request, key, _clock);
        using RequestIntent read = RequestIntent.Read(intent.Write());
        Assert.Equal(request.Octets.ToArray(), read.Request.Octets.ToArray());
        Assert.Equal(request.Id, read.Request.Id);
        Assert.Equal(MeshTransaction.Claim, read.Request.Transaction);
        Assert.Equal(_clock.GetUtcNow(), read.Created);
        Assert.True(read.ThrowAwayKey!.FixedTimeEquals(key));
        using ClientIdentity identity = ClientIdentity.Anonymous(read.ThrowAwayKey);
        using ClientIdentity first = ClientIdentity.Anonymous(key);
        Assert.Equal(first.KeyUdf, identity.KeyUdf);
    }

    [Fact]
    public void An_intent_has_this_form()
    {
        var request = new PreparedRequest(MeshTransaction.Transact, "N1", "{}"u8.ToArray());
        using var intent = new RequestIntent(request, null, _clock);
        Assert.Equal(
            "01" + "000000006955B900" + "000000024E31" + "000000085472616E73616374" + "000000027B7D" + "00000000",
            Convert.ToHexString(intent.Write()));
        Assert.Null(RequestIntent.Read(intent.Write()).ThrowAwayKey);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData((23 * 3600) - 1, true)]
    [InlineData(23 * 3600, false)]
    [InlineData(-3600, true)]
    public void It_may_be_repeated_for_23_hours(int seconds, bool may)
    {
        var request = new PreparedRequest(MeshTransaction.Transact, "N1", "{}"u8.ToArray());
        using var intent = new RequestIntent(request, null, _clock);
        Assert.Equal(may, intent.MayBeRepeated(new ManualClock(_clock.GetUtcNow().AddSeconds(seconds))));
    }

    [Fact]
    public void Damaged_intents_are_refused()
    {
        using SecretBytes key = SecretBytes.Random(_random, 56);
        using var intent = new RequestIntent(new PreparedRequest(MeshTransaction.Claim, "N1", "{}"u8.ToArray()), key, _clock);
        new Mutations("intents").Run([intent.Write()], 10_000, octets => IntentFuzz.Run(octets));
        Assert.Throws<ArgumentException>(() => new RequestIntent(
            new PreparedRequest(MeshTransaction.Claim, "N1", "{}"u8.ToArray()), new SecretBytes(new byte[5]), _clock));
    }
}
