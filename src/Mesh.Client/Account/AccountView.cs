using Mesh.Dare;

namespace Mesh.Client;

/// <summary>An account opened for reading: no lock, no service.</summary>
internal sealed class AccountView : IDisposable
{
    private readonly MachineParts _parts;
    private readonly string _udf;
    private readonly PrivateSeal? _seal;
    private readonly RememberedRoots _roots;
    private Membership? _membership;

    public AccountView(MachineParts parts, string udf)
    {
        _parts = parts;
        _udf = udf;
        Reading = parts.OpenReading(udf);
        try
        {
            // Before the log: what is remembered later may be of frames that were not there yet when the log was opened.
            _roots = RememberedRoots.Load(DurableFiles.Instance, parts.RootsPath(udf));
            (LogOptions options, _seal) = parts.LogOptions(udf);
            Log = AccountLog.OpenReader(parts.LogPath(udf), options);
        }
        catch
        {
            _seal?.Dispose();
            Reading.Dispose();
            throw;
        }
    }

    /// <summary>The keys for reading.</summary>
    public ReadingKeys Reading { get; }

    /// <summary>The whole membership, verified when it is asked for.</summary>
    public Membership Membership => _membership ??= _parts.OpenMembership(_udf);

    public AccountLog Log { get; }

    /// <summary>The copy of a store, once more with everything in it.</summary>
    public Replica Replica(string label)
    {
        RequireRemembered(label);
        return Client.Replica.Load(Log, Reading.Store(label), label);
    }

    public DeviceReplica Devices(DateTimeOffset now) => new(Replica(Schema.StoreLabel.Device), Membership, now);

    /// <summary>Requires that the log holds at least what this device remembers of a store (Mesh sealing, section 5).</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>: the log went back, or is another one.</exception>
    public void RequireRemembered(string label)
    {
        LogLabel store = LogLabel.Parse(label);
        if (_roots.Find(store) is not { } known)
        {
            return;
        }

        StoreStatus? shown = Log.Status(store);
        if (shown is null || shown.Count < known.Count)
        {
            throw new ClientException(
                ClientError.Damaged, $"The copy of {label} on this machine is older than what this device has seen. Synchronise the account.");
        }

        if (_roots.Judge(shown) is RootJudgement.OtherRoot or RootJudgement.OtherOrigin)
        {
            throw new ClientException(
                ClientError.Damaged, $"The copy of {label} on this machine is not the one that this device has seen. Restore the folder from a backup.");
        }
    }

    public void Dispose()
    {
        Log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _seal?.Dispose();
        _membership?.Dispose();
        Reading.Dispose();
    }
}
