namespace Mesh.Protocol;

/// <summary>A request on its way: ready from the beginning, or made when the channel binding is known.</summary>
internal sealed record OutgoingRequest(
    MeshTransaction Transaction, ReadOnlyMemory<byte>? First, Func<ReadOnlyMemory<byte>, PreparedRequest> Make);
