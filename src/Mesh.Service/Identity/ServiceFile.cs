// service.json: what the service says of itself, public and signed. Its secrets are in the key store beside it.
//   {"Domain":…,"EnvelopedProfileService":[…],"EnvelopedProfileHost":[…],"EnvelopedConnectionService":[…],"EnvelopedActivationHost":[…]}

using System.Text.Json;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>The public part of a service on disk.</summary>
internal sealed record ServiceFile(
    string Domain,
    Enveloped<ProfileService> Profile,
    Enveloped<ProfileHost> Host,
    Enveloped<ConnectionService> Connection,
    Enveloped<ActivationHost> Activation)
{
    public const string Name = "service.json";

    private const int MaximumLength = 1 << 20;

    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(Domain), Domain);
        Write(writer, "EnvelopedProfileService", Profile.Envelope);
        Write(writer, "EnvelopedProfileHost", Host.Envelope);
        Write(writer, "EnvelopedConnectionService", Connection.Envelope);
        Write(writer, "EnvelopedActivationHost", Activation.Envelope);
        writer.WriteEndObject();
    });

    public static ServiceFile Read(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                throw new ServiceException(
                    ServiceError.NotFound, $"There is no service in {info.DirectoryName}. Make one with: meshhost create example.com --data {info.DirectoryName}");
            }

            if (info.Length > MaximumLength)
            {
                throw Damaged(path, null);
            }

            using JsonDocument document = StrictJson.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new ServiceFile(
                root.GetProperty(nameof(Domain)).GetString() ?? throw Damaged(path, null),
                new Enveloped<ProfileService>(UnverifiedEnvelope.Read(root.GetProperty("EnvelopedProfileService"))),
                new Enveloped<ProfileHost>(UnverifiedEnvelope.Read(root.GetProperty("EnvelopedProfileHost"))),
                new Enveloped<ConnectionService>(UnverifiedEnvelope.Read(root.GetProperty("EnvelopedConnectionService"))),
                new Enveloped<ActivationHost>(UnverifiedEnvelope.Read(root.GetProperty("EnvelopedActivationHost"))));
        }
        catch (Exception e) when (e is EncodingException or DareException or KeyNotFoundException or InvalidOperationException or JsonException)
        {
            throw Damaged(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceError.NotFound, $"{path} cannot be read: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, UnverifiedEnvelope envelope)
    {
        writer.WritePropertyName(name);
        envelope.WriteTo(writer);
    }

    private static ServiceException Damaged(string path, Exception? cause)
    {
        const string Advice = "is not the description of a service: restore it from a backup.";
        return cause is null
            ? new ServiceException(ServiceError.Damaged, $"{path} {Advice}")
            : new ServiceException(ServiceError.Damaged, $"{path} {Advice}", cause);
    }
}
