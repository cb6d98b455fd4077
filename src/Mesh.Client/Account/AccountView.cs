using Mesh.Dare;

namespace Mesh.Client;

/// <summary>An account opened for reading: no lock, no service.</summary>
internal sealed class AccountView : IDisposable
{
    private readonly PrivateSeal? _seal;

    public AccountView(MachineParts parts, string udf)
    {
        Membership = parts.OpenMembership(udf);
        try
        {
            (LogOptions options, _seal) = parts.LogOptions(udf);
            Log = AccountLog.OpenReader(parts.LogPath(udf), options);
        }
        catch
        {
            _seal?.Dispose();
            Membership.Dispose();
            throw;
        }
    }

    public Membership Membership { get; }

    public AccountLog Log { get; }

    public Replica Replica(string label) => Client.Replica.Load(Log, Membership, label);

    public DeviceReplica Devices(DateTimeOffset now) => new(Replica(Schema.StoreLabel.Device), Membership, now);

    public void Dispose()
    {
        Log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _seal?.Dispose();
        Membership.Dispose();
    }
}
