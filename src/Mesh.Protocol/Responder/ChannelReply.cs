namespace Mesh.Protocol;

/// <summary>What goes back over HTTP.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">application/octet-stream with 200, otherwise empty.</param>
public readonly record struct ChannelReply(int Status, ReadOnlyMemory<byte> Body);
