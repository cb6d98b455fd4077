using System.Text.Json;

namespace Mesh.Client;

/// <summary>Reads the edits that <see cref="EditStore"/> writes.</summary>
internal static class EditRecordReader
{
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static EditRecord Read(ReadOnlyMemory<byte> octets) =>
        RecordReader.Read(octets, TryReadPlain, static () => MachineContext.Default.EditRecord, "A change that waits to be sent");

    /// <summary>An edit that has the members of the plain form and no others; null for any other.</summary>
    public static EditRecord? TryReadPlain(JsonElement edit)
    {
        string? label = null, key = null;
        byte[]? body = null;
        long number = 0;
        foreach (JsonProperty member in edit.EnumerateObject())
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
}
