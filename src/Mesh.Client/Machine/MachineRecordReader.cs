using System.Text.Json;

namespace Mesh.Client;

/// <summary>Reads the records of the machine's catalog. The plain form is that of an account in use.</summary>
internal static class MachineRecordReader
{
    /// <summary>What cannot be read, where it cannot.</summary>
    public const string What = "A record in the catalog of this machine";

    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static MachineRecord Read(ReadOnlyMemory<byte> octets) =>
        RecordReader.Read(octets, TryReadPlain, static () => MachineContext.Default.MachineRecord, What);

    /// <summary>A record that has the members of the plain form and no others; null for any other.</summary>
    public static MachineRecord? TryReadPlain(JsonElement record)
    {
        string? address = null, profile = null, device = null, service = null, local = null, state = null;
        bool isDefault = false;
        List<string>? roles = [];
        foreach (JsonProperty member in record.EnumerateObject())
        {
            JsonElement value = member.Value;
            switch (member.Name)
            {
                case nameof(MachineRecord.Address) when IsText(value):
                    address = value.GetString();
                    break;
                case nameof(MachineRecord.ProfileUdf) when IsText(value):
                    profile = value.GetString();
                    break;
                case nameof(MachineRecord.DeviceUdf) when IsText(value):
                    device = value.GetString();
                    break;
                case nameof(MachineRecord.ServiceUdf) when IsText(value):
                    service = value.GetString();
                    break;
                case nameof(MachineRecord.LocalName) when IsText(value):
                    local = value.GetString();
                    break;
                case nameof(MachineRecord.State) when IsText(value):
                    state = value.GetString();
                    break;
                case nameof(MachineRecord.Default) when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    isDefault = value.ValueKind == JsonValueKind.True;
                    break;
                case nameof(MachineRecord.Roles) when ReadTexts(value) is { } texts:
                    roles = texts;
                    break;
                default:
                    return null;
            }
        }

        AccountState? known = state switch
        {
            nameof(AccountState.Creating) => AccountState.Creating,
            nameof(AccountState.Pending) => AccountState.Pending,
            nameof(AccountState.Connected) => AccountState.Connected,
            nameof(AccountState.Removed) => AccountState.Removed,
            _ => null,
        };
        return address is null || profile is null || device is null || service is null || known is null
            ? null
            : new MachineRecord
            {
                Address = address,
                ProfileUdf = profile,
                DeviceUdf = device,
                ServiceUdf = service,
                LocalName = local,
                Default = isDefault,
                State = known.Value,
                Roles = roles,
            };
    }

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static List<string>? ReadTexts(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<string> texts = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (!IsText(item))
            {
                return null;
            }

            texts.Add(item.GetString()!);
        }

        return texts;
    }
}
