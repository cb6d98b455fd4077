using System.Text.Json;
using System.Text.Json.Nodes;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>The ways to spoil one envelope.</summary>
internal static class Spoiling
{
    /// <summary>Those that change what it says, or by whom it is signed. No reader may act on any of them.</summary>
    public static IReadOnlyList<(string Name, Func<UnverifiedEnvelope, Arsenal, UnverifiedEnvelope?> Spoil)> Ways { get; } =
    [
        ("with a bit of the body flipped", (e, _) => With(e, body: Flipped(e.Body))),
        ("with a shorter body", (e, _) => With(e, body: e.Body[..^1])),
        ("with an empty body", (e, _) => With(e, body: default(ReadOnlyMemory<byte>))),
        ("with a bit of the signature flipped", (e, _) => Trailer(e, t => Signature(t)["signature"] = Flipped(Signature(t)["signature"]!))),
        ("without signatures", (e, _) => Trailer(e, t => t.Remove("signatures"))),
        ("without a trailer", (e, _) => new UnverifiedEnvelope(e.Header, e.Body, DareTrailer.Empty)),
        ("signed by somebody else", (e, a) => SignedAnew(e, a)),
    ];

    public static UnverifiedEnvelope With(UnverifiedEnvelope envelope, ReadOnlyMemory<byte>? body = null) =>
        new(envelope.Header, body ?? envelope.Body, envelope.Trailer);

    /// <summary>The same with another header.</summary>
    public static UnverifiedEnvelope Header(UnverifiedEnvelope envelope, Action<JsonObject> change) => Part(envelope, 0, change);

    public static UnverifiedEnvelope Trailer(UnverifiedEnvelope envelope, Action<JsonObject> change) => Part(envelope, 2, change);

    public static byte[] Flipped(ReadOnlyMemory<byte> octets)
    {
        byte[] flipped = octets.ToArray();
        flipped[flipped.Length / 2] ^= 0x10;
        return flipped;
    }

    public static string Flipped(JsonNode base64) => Base64UrlText.Encode(Flipped(Base64UrlText.Decode(base64.GetValue<string>())));

    private static JsonObject Signature(JsonObject trailer) => trailer["signatures"]![0]!.AsObject();

    // A body in clear is signed anew over the plain manifest. One that is sealed cannot be: the signature by a stranger takes the place of the right one.
    private static UnverifiedEnvelope SignedAnew(UnverifiedEnvelope envelope, Arsenal arsenal)
    {
        var sealer = new EnvelopeSealer(new SeededRandom("anew"), TimeProvider.System);
        UnverifiedEnvelope other = sealer.Seal(
            envelope.Header.IsEncrypted ? "{}"u8 : envelope.Body.Span,
            new SealRequest
            {
                ContentMetaData = envelope.Header.ContentMetaData,
                EnvelopeId = envelope.Header.EnvelopeId,
                Signers = [arsenal.ForgingKey],
                PlainManifest = !envelope.Header.IsEncrypted,
            });
        return envelope.Header.IsEncrypted
            ? Trailer(envelope, t => t["signatures"] = JsonNode.Parse(other.ToJson())![2]!["signatures"]!.DeepClone())
            : other;
    }

    private static UnverifiedEnvelope Part(UnverifiedEnvelope envelope, int part, Action<JsonObject> change)
    {
        JsonArray json = JsonNode.Parse(envelope.ToJson())!.AsArray();
        change(json[part]!.AsObject());
        return UnverifiedEnvelope.Parse(JsonSerializer.SerializeToUtf8Bytes(json));
    }
}
