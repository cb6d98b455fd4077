using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// One half of a key that was split in two, with the account at the service that holds the other half (Mesh schema 3.1 and 3.4).
/// </summary>
public sealed class KeyShare : PrivateParameters
{
    /// <summary>Takes over <paramref name="share"/>.</summary>
    /// <exception cref="SchemaException">The share is for another algorithm than the key (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public KeyShare(PublicKey publicPrimary, PrivateKey share, string? serviceId, string? serviceAddress)
    {
        ArgumentNullException.ThrowIfNull(publicPrimary);
        ArgumentNullException.ThrowIfNull(share);
        if (publicPrimary.Algorithm != share.Algorithm)
        {
            throw new SchemaException(SchemaError.KeyInvalid, "the KeyShare is for another algorithm than its key");
        }

        PublicPrimary = publicPrimary;
        Share = share;
        ServiceId = serviceId;
        ServiceAddress = serviceAddress;
    }

    /// <summary>The public key of the whole.</summary>
    public PublicKey PublicPrimary { get; }

    /// <summary>This half; it lives as long as this object.</summary>
    public PrivateKey Share { get; }

    /// <summary>UDF of the service with the other half.</summary>
    public string? ServiceId { get; }

    /// <summary>The account at that service.</summary>
    public string? ServiceAddress { get; }

    /// <inheritdoc/>
    public override void Dispose() => Share.Dispose();

    /// <summary>Algorithm and fingerprint of the whole.</summary>
    public override string ToString() => $"share of {PublicPrimary}";

    internal static KeyShare Read(JsonElement members)
    {
        PublicKey primary = KeyJson.ReadPublic(Member(members, nameof(PublicPrimary)));
        PrivateKey share = KeyJson.ReadPrivate(Member(members, nameof(Share)));
        try
        {
            return new KeyShare(primary, share, Text(members, nameof(ServiceId)), Text(members, nameof(ServiceAddress)));
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(nameof(KeyShare));
        writer.WritePropertyName(nameof(PublicPrimary));
        KeyJson.WritePublic(writer, PublicPrimary);
        writer.WritePropertyName(nameof(Share));
        KeyJson.WritePrivate(writer, Share);
        WriteText(writer, nameof(ServiceId), ServiceId);
        WriteText(writer, nameof(ServiceAddress), ServiceAddress);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static JsonElement Member(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) ? value : throw new JsonException($"a KeyShare has no {name}");

    private static string? Text(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
