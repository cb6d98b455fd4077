// Records of the machine's catalog, read member by member: the serialiser would make its tables for every class at every start of the program,
// which takes longer than all else that a short command does. Written by the serialiser; both forms agree (MachineRecordReaderTests).

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
            using JsonDocument document = StrictJson.Parse(octets);
            JsonElement record = document.RootElement;
            return new MachineRecord
            {
                Address = Text(record, nameof(MachineRecord.Address)),
                ProfileUdf = Text(record, nameof(MachineRecord.ProfileUdf)),
                DeviceUdf = Text(record, nameof(MachineRecord.DeviceUdf)),
                ServiceUdf = Text(record, nameof(MachineRecord.ServiceUdf)),
                LocalName = OptionalText(record, nameof(MachineRecord.LocalName)),
                Default = Member(record, nameof(MachineRecord.Default)) is { } isDefault && isDefault.GetBoolean(),
                State = ReadState(Text(record, nameof(MachineRecord.State))),
                Roles = ReadRoles(Member(record, nameof(MachineRecord.Roles))),
                Profile = OptionalOctets(record, nameof(MachineRecord.Profile)),
                Service = OptionalOctets(record, nameof(MachineRecord.Service)),
                Pending = Member(record, nameof(MachineRecord.Pending)) is { } pending ? ReadPending(pending) : null,
            };
        }
        catch (Exception e) when (e is EncodingException or InvalidOperationException or FormatException)
        {
            throw new ClientException(ClientError.Damaged, "The catalog of this machine holds a record that cannot be read.", e);
        }
    }

    private static PendingRecord ReadPending(JsonElement pending) => new()
    {
        Profile = Octets(pending, nameof(PendingRecord.Profile)),
        Service = Octets(pending, nameof(PendingRecord.Service)),
        Request = Octets(pending, nameof(PendingRecord.Request)),
        Acknowledge = Octets(pending, nameof(PendingRecord.Acknowledge)),
        SaltedPin = OptionalText(pending, nameof(PendingRecord.SaltedPin)),
    };

    private static AccountState ReadState(string text) => text switch
    {
        nameof(AccountState.Creating) => AccountState.Creating,
        nameof(AccountState.Pending) => AccountState.Pending,
        nameof(AccountState.Connected) => AccountState.Connected,
        nameof(AccountState.Removed) => AccountState.Removed,
        _ => throw new FormatException("not a state of an account"),
    };

    private static List<string> ReadRoles(JsonElement? roles)
    {
        List<string> read = [];
        if (roles is { } list)
        {
            foreach (JsonElement role in list.EnumerateArray())
            {
                read.Add(role.GetString() ?? throw Missing("role"));
            }
        }

        return read;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string Text(JsonElement element, string name) => OptionalText(element, name) ?? throw Missing(name);

    private static string? OptionalText(JsonElement element, string name) => Member(element, name)?.GetString();

    private static byte[] Octets(JsonElement element, string name) => OptionalOctets(element, name) ?? throw Missing(name);

    private static byte[]? OptionalOctets(JsonElement element, string name) => Member(element, name)?.GetBytesFromBase64();

    private static FormatException Missing(string name) => new($"the member {name} is missing");
}
