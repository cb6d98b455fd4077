// A device's membership of an account, taken up from what the key store keeps. Everything in it is verified again when it is taken up: the
// profile by its fingerprint, the connections by the administrator's key, the activation against the connected public keys.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>An account with the keys that this device has of it. Dispose it: it holds private keys.</summary>
internal sealed class Membership : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, Keyring> _storeKeys = new(StringComparer.Ordinal);
    private readonly DeviceKeySet _base;
    private readonly ActivatedDevice _activated;

    private Membership(MembershipRecord record, Verified<ProfileUser> account, VerifiedDevice device, DeviceKeySet baseKeys)
    {
        Record = record;
        Account = account;
        Service = ProfileValidator.ValidateAs(record.Service, account.Value.ServiceUdf ?? "");
        Assignment = HostAssignmentValidator.Validate(record.Assignment, Service, account.Value.AccountAddress ?? "");
        ProfileUser[] versions = [account.Value, .. record.Former.Select(f => ProfileValidator.ValidateAs(f, account.Value.Udf).Value)];
        Administrators = [.. versions.Select(v => SignatureKey(v.AdministratorSignature))];
        Signers = [.. versions.Select(v => SignatureKey(v.CommonSignature)).DistinctBy(k => k.Kid)];
        _base = baseKeys;
        _activated = ActivationValidator.Activate(device, baseKeys);
        Grants = RoleTable.GrantsOf(device.Roles);
        try
        {
            Common = _activated.Common;
            if (Common.ProfileSignature is null && Grants.Keys.HasFlag(AccountKeys.ProfileSignature) && record.Earlier is { } earlier
                && ActivationValidator.ProfileKeyOf(earlier, Keys, Administrators, account.Value) is { } kept)
            {
                _owned.Add(kept);
                Common = Common with { ProfileSignature = kept };
            }

            AccountKeyring = OpenAccountKeys();
            foreach (ActivationEntry entry in Common.Entries)
            {
                _storeKeys[entry.Resource] = OpenStoreKeys(entry);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public MembershipRecord Record { get; }

    public Verified<ProfileUser> Account { get; }

    public Verified<ProfileService> Service { get; }

    public Verified<AccountHostAssignment> Assignment { get; }

    public string Address => Account.Value.AccountAddress!;

    public string Udf => Account.Value.Udf;

    public VerifiedDevice Device => _activated.Device;

    public ConnectedKeys Keys => _activated.Keys;

    public ActivationCommon Common { get; }

    /// <summary>The activation from which a later one without ProfileSignature is completed; null where this device does not have that key.</summary>
    public Enveloped<ActivationCommon>? ProfileKeySource =>
        ProfileSignature is null ? null : _activated.Common.ProfileSignature is null ? Record.Earlier : Record.Device.EnvelopedActivationCommon;

    public Grants Grants { get; }

    /// <summary>The present administrator key, then those of earlier versions of the profile.</summary>
    public IReadOnlyList<SignaturePublicKey> Administrators { get; }

    /// <summary>The signature keys of the account of all versions of the profile, the present one first.</summary>
    public IReadOnlyList<SignaturePublicKey> Signers { get; }

    /// <summary>Opens messages to the account of every generation, and what is sealed to this device.</summary>
    public Keyring AccountKeyring { get; }

    public SignaturePrivateKey? Administrator => Private<SignaturePrivateKey>(Common.AdministratorSignature);

    public SignaturePrivateKey? ProfileSignature => Private<SignaturePrivateKey>(Common.ProfileSignature);

    public SignaturePrivateKey? CommonSignature => Private<SignaturePrivateKey>(Common.Signature);

    public AgreementPrivateKey? CommonEncryption => Private<AgreementPrivateKey>(Common.Encryption);

    public AgreementPublicKey AccountEncryption => (AgreementPublicKey)Account.Value.CommonEncryption.PublicParameters!;

    public AgreementPublicKey EscrowEncryption => (AgreementPublicKey)Account.Value.EscrowEncryption!.PublicParameters!;

    public AgreementPublicKey AccessEncrypt => (AgreementPublicKey)Assignment.Value.AccessEncrypt.PublicParameters!;

    public ServiceTarget Target => new(ServiceDomain.OfAddress(Address), Service.Value.Udf, Assignment.Value.HostAddresses);

    /// <summary>Takes up a membership.</summary>
    /// <param name="record">What was kept.</param>
    /// <param name="udf">The account that it must be of.</param>
    /// <param name="baseKeys">The keys behind the device's profile; taken over.</param>
    /// <param name="now">For keys that are used for a time only.</param>
    public static Membership Open(MembershipRecord record, string udf, DeviceKeySet baseKeys, DateTimeOffset now)
    {
        try
        {
            Verified<ProfileUser> account = ProfileValidator.ValidateAs(record.Profile, udf);
            return new Membership(record, account, DeviceEntryValidator.Validate(record.Device, account, now), baseKeys);
        }
        catch
        {
            baseKeys.Dispose();
            throw;
        }
    }

    /// <summary>Credential kind D.</summary>
    public ClientIdentity Identity() => new(
        ChannelCredentials.ConnectedDevice(Keys.Authentication.Public.Octets, Device.ConnectionService.Envelope.ToJson()), Keys.Authentication);

    /// <summary>The keys of a store; null where this device has none.</summary>
    public ActivationEntry? Entry(string label) => Common.Entries.FirstOrDefault(e => StoreLabel.Same(e.Resource, label));

    /// <summary>Opens entries of a store, of every generation.</summary>
    public Keyring? StoreKeys(string label) => _storeKeys.GetValueOrDefault(label);

    /// <summary>What it takes to read a catalog; null for a store that is none, or that this device has no keys of.</summary>
    public StoreReading? Reading(string label) =>
        StoreTable.Find(label) is { Kind: StoreKind.Catalog } store && Entry(label) is { } entry
            ? new StoreReading(Naming(entry), StoreKeys(entry.Resource)!, store.SignedByAdministrator, () => Administrators)
            : null;

    /// <summary>The name of an entry of a store as it stands in the open.</summary>
    public static EntryNaming Naming(ActivationEntry entry) => entry.IndexKey is { } key ? EntryNaming.Pseudonym(key.Octets) : EntryNaming.Plain;

    public void Dispose()
    {
        _owned.ForEach(o => o.Dispose());
        _activated.Dispose();
        _base.Dispose();
    }

    public static TKey? Private<TKey>(KeyData? data)
        where TKey : PrivateKey => (data?.PrivateParameters as PrivateKeyParameters)?.Key as TKey;

    private static SignaturePublicKey SignatureKey(KeyData data) => (SignaturePublicKey)data.PublicParameters!;

    private Keyring OpenAccountKeys()
    {
        Keyring keys = Own(new Keyring()).Add(_base.Encryption).Add(Keys.Encryption);
        if (CommonEncryption is { } common)
        {
            keys.Add(common);
            foreach (AgreementPrivateKey prior in KeyGenerations.OpenPrior(KeyGenerations.CommonEncryption, common, Common.Generation, Common.PriorKeys))
            {
                keys.Add(prior);
            }
        }

        return keys;
    }

    private Keyring OpenStoreKeys(ActivationEntry entry)
    {
        Keyring keys = Own(new Keyring());
        if (Private<AgreementPrivateKey>(entry.Key) is { } newest)
        {
            keys.Add(newest);
            foreach (AgreementPrivateKey prior in KeyGenerations.OpenPrior(entry.Resource, newest, entry.Generation, entry.PriorKeys))
            {
                keys.Add(prior);
            }
        }

        return keys;
    }

    private Keyring Own(Keyring keys)
    {
        _owned.Add(keys);
        return keys;
    }
}
