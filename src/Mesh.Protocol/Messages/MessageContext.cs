using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>Metadata of requests and responses, generated at compile time.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HelloRequest))]
[JsonSerializable(typeof(BindRequest))]
[JsonSerializable(typeof(UnbindRequest))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(CompleteRequest))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(DownloadRequest))]
[JsonSerializable(typeof(TransactRequest))]
[JsonSerializable(typeof(PostRequest))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(PollClaimRequest))]
[JsonSerializable(typeof(MeshResponse))]
[JsonSerializable(typeof(MeshHelloResponse))]
[JsonSerializable(typeof(BindResponse))]
[JsonSerializable(typeof(UnbindResponse))]
[JsonSerializable(typeof(ConnectResponse))]
[JsonSerializable(typeof(CompleteResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(DownloadResponse))]
[JsonSerializable(typeof(TransactResponse))]
[JsonSerializable(typeof(PostResponse))]
[JsonSerializable(typeof(ClaimResponse))]
[JsonSerializable(typeof(PollClaimResponse))]
internal sealed partial class MessageContext : JsonSerializerContext;
