using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Service;

/// <summary>What the service remembers of a device that waits: which device asked, with which key it must come back, and until when it waits.</summary>
internal sealed record PendingRecord(string DeviceUdf, string KeyUdf, DateTimeOffset Expires)
{
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(DeviceUdf), DeviceUdf);
        writer.WriteString(nameof(KeyUdf), KeyUdf);
        writer.WriteNumber(nameof(Expires), Expires.ToUnixTimeSeconds());
        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToOctets"/> wrote; the record is sealed, so nobody else writes it.</summary>
    public static PendingRecord Read(byte[] octets)
    {
        using JsonDocument document = StrictJson.Parse(octets);
        return new PendingRecord(
            document.RootElement.GetProperty(nameof(DeviceUdf)).GetString()!, document.RootElement.GetProperty(nameof(KeyUdf)).GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(document.RootElement.GetProperty(nameof(Expires)).GetInt64()));
    }
}
