using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>An account at the <see cref="FakeProvider"/>.</summary>
internal sealed class FakeAccount : IDisposable
{
    private readonly Keyring _accessKey = new();

    public FakeAccount(Verified<ProfileUser> profile, Enveloped<AccountHostAssignment> assignment, AgreementPrivateKey access, IRandomSource random)
    {
        Profile = profile;
        Assignment = assignment;
        AccessKid = access.Kid;
        _accessKey.Add(access);
        foreach (string spool in new[] { "MMM_Inbound", "MMM_Outbound", "MMM_Local" })
        {
            var store = new FakeStore();
            store.Add(StoreHead.Create(random, StoreHead.SpoolContentType, spool, profile.Value.Udf).ToEnvelope());
            Stores.Add(spool, store);
        }
    }

    public Verified<ProfileUser> Profile { get; set; }

    public Enveloped<AccountHostAssignment> Assignment { get; }

    public string AccessKid { get; }

    public SortedDictionary<string, FakeStore> Stores { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CatalogedAccess> Access { get; } = [];

    public int Transactions { get; private set; }

    /// <summary>Carries a transaction out, or says what is wrong with it.</summary>
    public string? Apply(TransactRequest request)
    {
        var access = new Dictionary<string, CatalogedAccess>(Access);
        foreach (ContainerUpdate update in request.Updates)
        {
            FakeStore store = Stores.GetValueOrDefault(update.Container) ?? new FakeStore();
            if (store.Envelopes.Count != update.Index || !store.RootWith(update.Envelopes).AsSpan().SequenceEqual(update.Digest))
            {
                return "index or root";
            }

            foreach (UnverifiedEnvelope envelope in update.Envelopes.Where(e => update.Container == "MMM_Access" && e.Header.IsEncrypted))
            {
                CatalogedAccess entry = SchemaJson.Decode<CatalogedAccess>(
                    EnvelopeOpener.Open(envelope, new OpenRequest { Keys = _accessKey }).Plaintext);
                access[entry.PrimaryKey] = entry;
            }
        }

        if (request.Updates.SelectMany(u => u.Envelopes.Select(e => (u.Container, e))).Any(e => IsSuperseded(e.Container, e.e, access)))
        {
            return "superseded key";
        }

        if (request.EnvelopedProfileAccount is { } profile)
        {
            Profile = ProfileValidator.ValidateUpdate(Profile, profile);
        }

        foreach (ContainerUpdate update in request.Updates)
        {
            Stores.TryAdd(update.Container, new FakeStore());
            update.Envelopes.ToList().ForEach(Stores[update.Container].Add);
        }

        request.Local.ToList().ForEach(m => Stores["MMM_Local"].Add(m.Envelope));
        request.Inbound.ToList().ForEach(m => Stores["MMM_Inbound"].Add(m.Envelope));
        access.ToList().ForEach(a => Access[a.Key] = a.Value);
        Transactions++;
        return null;
    }

    public void Dispose() => _accessKey.Dispose();

    private bool IsSuperseded(string label, UnverifiedEnvelope envelope, Dictionary<string, CatalogedAccess> access)
    {
        if (!envelope.Header.IsEncrypted)
        {
            return false;
        }

        var key = (CapabilityStoreKey)access[CapabilityStoreKey.IdPrefix + label].Capability;
        string[] allowed = label is "MMM_Access" or "MMM_Publication" ? [key.KeyIdentifier, AccessKid] : [key.KeyIdentifier];
        HashSet<string> readers = [.. envelope.Header.Recipients!.Select(r => r.KeyIdentifier)];
        if (label == "MMM_Device")
        {
            readers.Remove(Profile.Value.EscrowEncryption!.PublicParameters!.Kid);
        }

        return !readers.SetEquals(allowed);
    }
}
