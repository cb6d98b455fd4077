namespace Mesh.Schema;

/// <summary>An answer to a connection request that was verified.</summary>
public sealed class VerifiedResponse
{
    internal VerifiedResponse(string result, VerifiedDevice? device)
    {
        Result = result;
        Device = device;
    }

    /// <summary>A word of <see cref="ConnectionResult"/>.</summary>
    public string Result { get; }

    /// <summary>The device's entry; there exactly when accepted.</summary>
    public VerifiedDevice? Device { get; }
}
