namespace Mesh.Schema;

/// <summary>What a device has after its activation was verified: its own connected keys, and the account's keys that it was given.</summary>
public sealed class ActivatedDevice : IDisposable
{
    internal ActivatedDevice(VerifiedDevice device, ConnectedKeys keys, ActivationCommon common)
    {
        Device = device;
        Keys = keys;
        Common = common;
    }

    /// <summary>The entry that it was activated from.</summary>
    public VerifiedDevice Device { get; }

    /// <summary>The device's own keys.</summary>
    public ConnectedKeys Keys { get; }

    /// <summary>Account and store keys.</summary>
    public ActivationCommon Common { get; }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Common.Dispose();
    }
}
