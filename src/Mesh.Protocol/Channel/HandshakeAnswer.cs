namespace Mesh.Protocol;

/// <summary>What M4 brings (Mesh channel, section 2).</summary>
/// <param name="Json">The response to the first request; empty where there was none.</param>
/// <param name="Session">Ticket and secret for further requests; null where the host gives no ticket.</param>
public sealed record HandshakeAnswer(ReadOnlyMemory<byte> Json, ChannelSession? Session);
