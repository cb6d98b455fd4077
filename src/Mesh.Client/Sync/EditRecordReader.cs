// Edits that wait. The plain form is read member by member, for the reason that MachineRecordReader gives; every other is the serialiser's.

using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Client;

/// <summary>Reads what <see cref="EditStore"/> writes.</summary>
internal static class EditRecordReader
{
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static EditRecord Read(ReadOnlyMemory<byte> octets)
    {
        try
        {
            return TryReadPlain(octets) ?? ReadAny(octets);
        }
        catch (EncodingException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>An edit that has the members of the plain form and no others; null for any other.</summary>
    public static EditRecord? TryReadPlain(ReadOnlyMemory<byte> octets)
    {
        using JsonDocument document = StrictJson.Parse(octets);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string? label = null, key = null;
        byte[]? body = null;
        long number = 0;
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            JsonElement value = member.Value;
            switch (member.Name)
            {
                case nameof(EditRecord.Label) when value.ValueKind == JsonValueKind.String:
                    label = value.GetString();
                    break;
                case nameof(EditRecord.Key) when value.ValueKind == JsonValueKind.String:
                    key = value.GetString();
                    break;
                case nameof(EditRecord.Body) when value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out body):
                    break;
                case nameof(EditRecord.Base) when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number):
                    break;
                default:
                    return null;
            }
        }

        return label is null || key is null ? null : new EditRecord { Label = label, Key = key, Body = body, Base = number };
    }

    private static EditRecord ReadAny(ReadOnlyMemory<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets.Span, MachineContext.Default.EditRecord) ?? throw new JsonException("null is no record");
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    private static ClientException Unreadable(Exception e) => new(ClientError.Damaged, "A change that waits to be sent cannot be read.", e);
}
