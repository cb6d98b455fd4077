using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mesh.Client.Tests;

/// <summary>What is read member by member is what the serialiser reads, whatever members there are now or later.</summary>
public sealed class RecordReaderTests
{
    private static readonly MachineRecord Plain = new()
    {
        Address = "alice@example.com",
        ProfileUdf = "MAAA",
        DeviceUdf = "MBBB",
        ServiceUdf = "MCCC",
        LocalName = "home \" \u00e9",
        Default = true,
        State = AccountState.Connected,
        Roles = ["super", "admin", "web"],
    };

    private static readonly EditRecord Edit = new() { Label = "MMM_Credential", Key = ":a\u00e9", Body = [1, 2, 3], Base = long.MaxValue };

    public static TheoryData<string> MachineMembers => [.. Members(typeof(MachineRecord))];

    public static TheoryData<string> EditMembers => [.. Members(typeof(EditRecord))];

    [Fact]
    public void The_plain_forms_are_read_without_the_serialiser()
    {
        Assert.NotNull(MachineRecordReader.TryReadPlain(Parse(Plain, MachineContext.Default.MachineRecord)));
        Assert.NotNull(MachineRecordReader.TryReadPlain(Parse(Plain with { LocalName = null, Default = false, Roles = [] }, MachineContext.Default.MachineRecord)));
        Assert.NotNull(EditRecordReader.TryReadPlain(Parse(Edit, MachineContext.Default.EditRecord)));
        Assert.NotNull(EditRecordReader.TryReadPlain(Parse(Edit with { Body = null }, MachineContext.Default.EditRecord)));
    }

    [Theory]
    [MemberData(nameof(MachineMembers))]
    public void No_member_of_a_machine_record_is_lost(string member) =>
        Check(Plain, member, MachineContext.Default.MachineRecord, o => MachineRecordReader.Read(o));

    [Theory]
    [MemberData(nameof(EditMembers))]
    public void No_member_of_an_edit_is_lost(string member) => Check(Edit, member, MachineContext.Default.EditRecord, o => EditRecordReader.Read(o));

    [Theory]
    [InlineData(AccountState.Creating)]
    [InlineData(AccountState.Pending)]
    [InlineData(AccountState.Connected)]
    [InlineData(AccountState.Removed)]
    public void Every_state_is_read(AccountState state) =>
        Assert.Equal(state, MachineRecordReader.TryReadPlain(Parse(Plain with { State = state }, MachineContext.Default.MachineRecord))!.State);

    [Fact]
    public void Changed_octets_are_read_as_the_serialiser_reads_them_or_refused()
    {
        var random = new SeededRandom("record reader");
        byte[] valid = Write(Plain, MachineContext.Default.MachineRecord);
        int read = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] octets = [.. valid];
            octets[random.Next(octets.Length)] = (byte)random.Next(256);
            try
            {
                MachineRecord record = MachineRecordReader.Read(octets);
                read++;
                Assert.Equal(Write(JsonSerializer.Deserialize(octets, MachineContext.Default.MachineRecord)!, MachineContext.Default.MachineRecord),
                    Write(record, MachineContext.Default.MachineRecord));
            }
            catch (ClientException e)
            {
                Assert.Equal(ClientError.Damaged, e.Code);
            }
        }

        Assert.InRange(read, 1000, 9000);
    }

    private static void Check<T>(T plain, string member, JsonTypeInfo<T> type, Func<byte[], T> read)
        where T : class
    {
        T record = JsonSerializer.Deserialize(Write(plain, type), type)!;
        PropertyInfo property = typeof(T).GetProperty(member)!;
        property.SetValue(record, Other(property));
        byte[] written = Write(record, type);
        Assert.NotEqual(Write(plain, type), written);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(written), System.Text.Encoding.UTF8.GetString(Write(read(written), type)));
    }

    private static object? Other(PropertyInfo property) => property.PropertyType switch
    {
        Type t when t == typeof(string) => "other",
        Type t when t == typeof(bool) => false,
        Type t when t == typeof(bool?) => false,
        Type t when t == typeof(long) => 7L,
        Type t when t == typeof(byte[]) => new byte[] { 9, 8, 7 },
        Type t when t == typeof(AccountState) => AccountState.Removed,
        Type t when t == typeof(IReadOnlyList<string>) => new[] { "device" },
        Type t when t == typeof(PendingRecord) => new PendingRecord { Profile = [1], Service = [2], Request = [3], Acknowledge = [4], SaltedPin = "pin" },
        Type t => throw new InvalidOperationException($"give a value of {t} for {property.Name}"),
    };

    private static IEnumerable<string> Members(Type type) => type.GetProperties().Where(p => p.CanWrite).Select(p => p.Name);

    private static JsonElement Parse<T>(T value, JsonTypeInfo<T> type) => JsonElement.Parse(Write(value, type));

    private static byte[] Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
