using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

/// <summary>Tickets and the time window of Mesh channel, sections 3 and 4.</summary>
internal static class TicketVectors
{
    public static void Ticket(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        if (inputs.TryGetProperty("now", out _))
        {
            Expiry(id);
            return;
        }

        JsonElement expected = ChannelVectors.Expected(id);
        using TicketContent content = Content(inputs);
        Assert.Equal(expected.Hex("content"), content.Write());
        Assert.Equal(inputs.Number("expiry"), content.HandshakeTime + (ulong)TicketContent.Lifetime(content.Kind));
        using TicketKeys keys = Keys(inputs, inputs.Number("handshake_time"), inputs.Hex("random"));
        byte[] ticket = keys.Issue(content);
        Assert.Equal(expected.Hex("ticket"), ticket);
        using TicketContent opened = keys.Open(ticket);
        Assert.Equal(expected.Hex("content"), opened.Write());
    }

    public static void Hedge(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        if (id != "hedge-ticket-salt")
        {
            RecordVectors.Hedge(id);
            return;
        }

        string[] salts = [.. ChannelVectors.Expected(id).GetProperty("salt").EnumerateArray().Select(e => e.GetString()!)];
        string[] contents = [.. inputs.GetProperty("content").EnumerateArray().Select(e => e.GetString()!)];
        for (int i = 0; i < contents.Length; i++)
        {
            using TicketKeys keys = Keys(inputs, 0, inputs.Hex("random"));
            using TicketContent content = TicketContent.Read(Convert.FromHexString(contents[i]));
            Assert.Equal(salts[i], Convert.ToHexStringLower(keys.Issue(content).AsSpan(4, 32)));
        }
    }

    public static void RefusedTicket(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        byte[] ticket = ChannelVectors.Edited(inputs);
        byte[] key = id == "neg-ticket-other-key"
            ? Convert.FromHexString(ChannelVectors.Note(id)!["TK ".Length..])
            : ChannelVectors.Inputs("ticket-d").Hex("TK");
        using var keys = new TicketKeys(new KnownRandom(key), new ManualClock(ChannelVectors.Inputs("ticket-d").Number("handshake_time")));
        ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => keys.Open(ticket));
    }

    public static void TimeWindow(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        var world = new HandshakeVectors.World(inputs.Number("server_time"));
        byte[] body = ChannelVectors.Octets("request-1");
        Assert.Equal(inputs.Number("request_time"), RequestHead.Read(body).Time);
        if (ChannelVectors.Expected(id).GetProperty("accepted").GetBoolean())
        {
            world.Host.CheckHead(body);
            using TicketCall call = world.Host.OpenRequest(body);
            Assert.Equal(ChannelFault.None, call.Fault);
        }
        else
        {
            ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => world.Host.CheckHead(body));
            ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => world.Host.OpenRequest(body));
        }
    }

    private static void Expiry(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        using TicketKeys keys = Keys(inputs, inputs.Number("now"));
        if (ChannelVectors.Expected(id).GetProperty("accepted").GetBoolean())
        {
            keys.Open(inputs.Hex("ticket")).Dispose();
        }
        else
        {
            ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => keys.Open(inputs.Hex("ticket")));
        }
    }

    private static TicketKeys Keys(JsonElement inputs, ulong now, params byte[][] draws) =>
        new(new KnownRandom([inputs.Hex("TK"), .. draws]), new ManualClock(now));

    private static TicketContent Content(JsonElement inputs)
    {
        byte[] credential = inputs.Hex("credential");
        var names = new TicketNames(
            inputs.Text("key_udf"), inputs.Text("profile_udf"), TicketNames.Digest(credential), inputs.Text("signature_udf"),
            inputs.Text("service_udf"));
        return new TicketContent(
            ChannelSecret.FromOctets(inputs.Hex("RS")), inputs.Hex("hb"), inputs.Number("handshake_time"), inputs.Number("expiry"),
            (CredentialKind)inputs.Text("kind")[0], names);
    }
}
