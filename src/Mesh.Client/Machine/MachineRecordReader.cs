// The records of the machine's catalog. The plain form, which is that of an account in use, is read member by member: the serialiser would make
// its tables for every class at every start of the program, which takes longer than all else that a short command does. Every other form, and
// every mistake, is left to the serialiser.

using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Client;

/// <summary>Reads what <see cref="MachineContext"/> writes.</summary>
internal static class MachineRecordReader
{
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static MachineRecord Read(ReadOnlyMemory<byte> octets)
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

    /// <summary>A record that has the members of the plain form and no others; null for any other.</summary>
    public static MachineRecord? TryReadPlain(ReadOnlyMemory<byte> octets)
    {
        using JsonDocument document = StrictJson.Parse(octets);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string? address = null, profile = null, device = null, service = null, local = null, state = null;
        bool isDefault = false;
        List<string>? roles = [];
        foreach (JsonProperty member in document.RootElement.EnumerateObject())
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

    private static MachineRecord ReadAny(ReadOnlyMemory<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets.Span, MachineContext.Default.MachineRecord) ?? throw new JsonException("null is no record");
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    private static ClientException Unreadable(Exception e) => new(ClientError.Damaged, "The catalog of this machine holds a record that cannot be read.", e);
}
