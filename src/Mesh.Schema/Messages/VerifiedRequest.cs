namespace Mesh.Schema;

/// <summary>A connection request that was verified, with the profile of the device that made it.</summary>
public sealed class VerifiedRequest
{
    internal VerifiedRequest(Verified<RequestConnection> request, Verified<ProfileDevice> device)
    {
        Request = request;
        Device = device;
    }

    /// <summary>The request.</summary>
    public Verified<RequestConnection> Request { get; }

    /// <summary>The device that asks.</summary>
    public Verified<ProfileDevice> Device { get; }
}
