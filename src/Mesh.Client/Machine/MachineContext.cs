using System.Text.Json.Serialization;

namespace Mesh.Client;

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MachineRecord))]
[JsonSerializable(typeof(DeviceRecord))]
[JsonSerializable(typeof(AskedRecord))]
[JsonSerializable(typeof(EditRecord))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class MachineContext : JsonSerializerContext;
