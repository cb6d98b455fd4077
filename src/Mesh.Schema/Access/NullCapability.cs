namespace Mesh.Schema;

/// <summary>A denial: tells a revoked key from one that was never known (Mesh schema 10.1).</summary>
public sealed record NullCapability : Capability
{
    /// <summary>For a removed device: the evidence, which the service hands to that device.</summary>
    public Enveloped<DeviceRevocation>? EnvelopedRevocation { get; init; }
}
