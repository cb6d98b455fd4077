using System.Text.Json;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// The member <c>epk</c> (DARE 8.6): <c>{"PublicKeyECDH":{"crv":"X448","Public":"…"}}</c>, 57 octets for X448. Reading checks the form
/// alone; the agreement refuses keys of small order, whatever they look like.
/// </summary>
internal static class EphemeralKey
{
    public static byte[] Write(AgreementPublicKey key) => StrictJson.Write(writer => KeyJson.WritePublic(writer, key));

    /// <summary>Curve name and octets, or null for another kind of key: its recipient is skipped (D-34).</summary>
    public static EphemeralPublicKey? Read(ReadOnlyMemory<byte> json) => JsonMembers.Parse(json, "ephemeral key", Read);

    private static EphemeralPublicKey? Read(JsonElement element) =>
        element.TryGetProperty("PublicKeyECDH", out JsonElement key)
        && key.ValueKind == JsonValueKind.Object
        && key.TryGetProperty("crv", out JsonElement curve)
        && curve.ValueKind == JsonValueKind.String
        && key.TryGetProperty("Public", out JsonElement octets)
        && JsonMembers.Binary(octets) is { } found
            ? new EphemeralPublicKey(curve.GetString()!, found)
            : null;
}
