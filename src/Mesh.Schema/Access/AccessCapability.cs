using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>What a device may do with the account, or a sender may deliver (Mesh schema 10.1).</summary>
public sealed record AccessCapability : Capability
{
    /// <summary>Rights by name (Mesh schema 10.2). None means none.</summary>
    public ImmutableArray<string> Rights { get => field.OrEmpty(); init; }

    /// <summary>The device's own entry, sealed to the device and signed by the administrator.</summary>
    public Enveloped<CatalogedDevice>? EnvelopedCatalogedDevice { get; init; }

    /// <summary>Tag by which a device knows whether its entry changed.</summary>
    public string? CatalogedDeviceDigest { get; init; }
}
