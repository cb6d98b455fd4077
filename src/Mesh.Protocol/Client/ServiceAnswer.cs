namespace Mesh.Protocol;

/// <summary>An authentic answer of a service.</summary>
/// <param name="Response">The response, whatever its Status says.</param>
/// <param name="ServiceUdf">The service that gave it; to be pinned at first contact.</param>
public sealed record ServiceAnswer(MeshResponse Response, string ServiceUdf);
