// The octets of a membership, a secret of the key store: {"Profile":envelope,"Former":[envelope…],"Service":envelope,"Assignment":envelope,
// "Digest":text,"Device":{"CatalogedDevice":…},"Earlier":envelope}. The activations in the device's entry are sealed to the device; with this secret erased
// nothing on the machine opens anything of the account.

using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What a device keeps of its membership of an account; see <see cref="Membership"/>.</summary>
internal sealed record MembershipRecord
{
    public required Enveloped<ProfileUser> Profile { get; init; }

    /// <summary>Earlier versions of the profile: what their administrators signed is history, not authority.</summary>
    public IReadOnlyList<Enveloped<ProfileUser>> Former { get; init; } = [];

    public required Enveloped<ProfileService> Service { get; init; }

    public required Enveloped<AccountHostAssignment> Assignment { get; init; }

    /// <summary>Tag of the device's entry at the service; null while not known.</summary>
    public string? Digest { get; init; }

    public required CatalogedDevice Device { get; init; }

    /// <summary>
    /// The activation that gave ProfileSignature, where a later one came from an administrator who does not hold it; null otherwise.
    /// </summary>
    public Enveloped<ActivationCommon>? Earlier { get; init; }

    public SecretBytes ToOctets()
    {
        byte[] octets = StrictJson.Write(json =>
        {
            json.WriteStartObject();
            Write(json, nameof(Profile), Profile.ToJson());
            json.WriteStartArray(nameof(Former));
            foreach (Enveloped<ProfileUser> former in Former)
            {
                json.WriteRawValue(former.ToJson());
            }

            json.WriteEndArray();
            Write(json, nameof(Service), Service.ToJson());
            Write(json, nameof(Assignment), Assignment.ToJson());
            if (Digest is not null)
            {
                json.WriteString(nameof(Digest), Digest);
            }

            Write(json, nameof(Device), SchemaJson.Encode(Device));
            if (Earlier is not null)
            {
                Write(json, nameof(Earlier), Earlier.ToJson());
            }

            json.WriteEndObject();
        });
        try
        {
            return new SecretBytes(octets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static MembershipRecord Parse(SecretBytes secret)
    {
        byte[] octets = secret.Reveal().ToArray();
        try
        {
            using JsonDocument document = StrictJson.Parse(octets);
            JsonElement root = document.RootElement;
            return new MembershipRecord
            {
                Profile = Envelope<ProfileUser>(root.GetProperty(nameof(Profile))),
                Former = [.. root.GetProperty(nameof(Former)).EnumerateArray().Select(Envelope<ProfileUser>)],
                Service = Envelope<ProfileService>(root.GetProperty(nameof(Service))),
                Assignment = Envelope<AccountHostAssignment>(root.GetProperty(nameof(Assignment))),
                Digest = root.TryGetProperty(nameof(Digest), out JsonElement digest) ? digest.GetString() : null,
                Device = SchemaJson.Decode<CatalogedDevice>(Octets(root.GetProperty(nameof(Device)))),
                Earlier = root.TryGetProperty(nameof(Earlier), out JsonElement earlier) ? Envelope<ActivationCommon>(earlier) : null,
            };
        }
        catch (Exception e) when (e is EncodingException or SchemaException or DareException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ClientException(ClientError.Damaged, "What this machine keeps of the account cannot be read.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, byte[] value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static Enveloped<T> Envelope<T>(JsonElement element)
        where T : MeshObject => EnvelopedReader.Parse<T>(Octets(element));

    private static byte[] Octets(JsonElement element) => System.Text.Encoding.UTF8.GetBytes(element.GetRawText());
}
