using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Protocol.Tests;

/// <summary>Request and response records of Mesh channel, section 2.</summary>
internal static class RecordVectors
{
    public static void Request(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        byte[] json = ChannelVectors.Json(inputs);
        using ChannelSecret secret = ChannelSecret.FromOctets(inputs.Hex("RS"));
        RequestRecord record = RequestRecord.Seal(
            secret, inputs.Hex("ticket"), json, inputs.Number("time"), new KnownRandom(inputs.Hex("random")));
        Assert.Equal(expected.Hex("rid"), record.Rid.ToArray());
        Assert.Equal(expected.Base64("wire_base64"), record.Octets.ToArray());
        Assert.Equal(expected.Hex("q"), record.Octets[..RequestHead.Read(record.Octets.Span).Length].ToArray());

        using TicketCall call = new HandshakeVectors.World(inputs.Number("time")).Host.OpenRequest(record.Octets);
        Assert.Equal(ChannelFault.None, call.Fault);
        Assert.Equal(json, call.Request.ToArray());
        Assert.Equal(CredentialKind.ConnectedDevice, call.Ticket.Kind);
    }

    public static void Hedge(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        string[] rids = [.. ChannelVectors.Expected(id).GetProperty("rid").EnumerateArray().Select(e => e.GetString()!)];
        string[] jsons = [.. inputs.GetProperty("json").EnumerateArray().Select(e => e.GetString()!)];
        using ChannelSecret secret = ChannelSecret.FromOctets(inputs.Hex("RS"));
        for (int i = 0; i < jsons.Length; i++)
        {
            RequestRecord record = RequestRecord.Seal(
                secret, inputs.Hex("ticket"), System.Text.Encoding.UTF8.GetBytes(jsons[i]), inputs.Number("time"),
                new KnownRandom(inputs.Hex("random")));
            Assert.Equal(rids[i], Convert.ToHexStringLower(record.Rid));
        }
    }

    public static void Response(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        byte[] request = ChannelVectors.Octets(inputs.Text("request"));
        byte[] json = ChannelVectors.Json(inputs);
        ulong time = ChannelVectors.Inputs(inputs.Text("request")).Number("time");
        using TicketCall call = new HandshakeVectors.World(time, inputs.Hex("random")).Host.OpenRequest(request);
        byte[] response = call.Answer(json);
        Assert.Equal(expected.Base64("wire_base64"), response);
        Assert.Equal(expected.Hex("sid"), response[1..33]);

        using ChannelSecret secret = ChannelSecret.FromOctets(inputs.Hex("RS"));
        Assert.Equal(json, ResponseRecord.Open(secret, inputs.Hex("rid"), request, response).Json.ToArray());
    }

    public static void RefusedRequest(string id)
    {
        byte[] body = ChannelVectors.Edited(ChannelVectors.Inputs(id));
        ulong time = ChannelVectors.Inputs(ChannelVectors.Inputs(id).Text("base")).Number("time");
        var world = new HandshakeVectors.World(time);
        ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => world.Host.OpenRequest(body));
    }

    public static void MalformedRequest(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        byte[] payload = new byte[inputs.GetProperty("payload_length").GetInt32()];
        inputs.Hex("payload_hex_first").CopyTo(payload, 0);
        if (id == "neg-padding-not-zero")
        {
            payload[^1] = 1;
        }

        byte[] body = ChannelVectors.Expected(id).Base64("wire_base64");
        using ChannelSecret secret = ChannelSecret.FromOctets(inputs.Hex("RS"));
        RequestRecord record = RequestRecord.SealPayload(
            secret, inputs.Hex("ticket"), payload, inputs.Number("time"), new KnownRandom(inputs.Hex("random")));
        Assert.Equal(body, record.Octets.ToArray());

        using TicketCall call = new HandshakeVectors.World(inputs.Number("time")).Host.OpenRequest(body);
        Assert.Equal("encrypted response, Status 400", ChannelVectors.Expected(id).Text("answer"));
        Assert.Equal(ChannelFault.Malformed, call.Fault);
        Assert.True(call.Request.IsEmpty);
    }

    public static void RefusedResponse(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        string requestId = id switch
        {
            "neg-response-of-another-request" or "neg-response-last-dropped" => "request-2",
            _ => "request-1",
        };
        JsonElement made = ChannelVectors.Inputs(requestId);
        byte[] request = ChannelVectors.Octets(requestId);
        byte[] response = inputs.TryGetProperty("base", out _) ? ChannelVectors.Edited(inputs) : expected.Base64("response_base64");
        if (id == "neg-response-request-octets")
        {
            request[^1] ^= 0x01;
        }

        using ChannelSecret secret = ChannelSecret.FromOctets(made.Hex("RS"));
        byte[] rid = ChannelVectors.Expected(requestId).Hex("rid");
        var e = Assert.Throws<ProtocolException>(() => ResponseRecord.Open(secret, rid, request, response));
        Assert.Equal(ProtocolError.ResponseNotAuthentic, e.Code);
        Assert.Equal("client: no answer; repeat with the same ID", expected.Text("answer"));
        if (id == "neg-response-padding-not-zero")
        {
            byte[] payload = new byte[inputs.GetProperty("payload_length").GetInt32()];
            RecordPayload.Response(ChannelVectors.Json(ChannelVectors.Inputs("response-1")), []).CopyTo(payload, 0);
            payload[^1] = 1;
            Assert.Equal(response, ResponseRecord.SealPayload(secret, rid, request, payload, new KnownRandom(inputs.Hex("random"))));
        }
    }
}
