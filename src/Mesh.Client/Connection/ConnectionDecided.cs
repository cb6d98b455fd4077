namespace Mesh.Client;

/// <summary>An administrator accepted or rejected a device.</summary>
public sealed record ConnectionDecided(bool Accepted, string DeviceUdf, string Witness, string? LocalName, IReadOnlyList<string> Roles);
