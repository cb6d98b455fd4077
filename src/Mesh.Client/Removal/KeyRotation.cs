// The replacement of keys that a removed device held (Mesh rulings 5, 7 and 8): new random generations, which wrap the ones before them,
// handed to every remaining device in a new entry, in the same Transact as the removal.

using System.Collections.Immutable;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Makes the next generation of an account's keys. Dispose it: it holds the new private keys.</summary>
internal sealed class KeyRotation : IDisposable
{
    private readonly List<IDisposable> _made = [];

    /// <param name="session">A session of a device that holds every key which is to be replaced.</param>
    /// <param name="keys">The account keys to replace; replacing one takes ProfileSignature.</param>
    /// <param name="stores">The stores whose keys to replace.</param>
    /// <param name="recovered">ProfileSignature from recovery shares, where this device does not hold it; devices that may hold it get it anew.</param>
    public KeyRotation(AccountSession session, AccountKeys keys, IReadOnlyCollection<string> stores, SignaturePrivateKey? recovered = null)
    {
        Membership membership = session.Membership;
        Mesh.Cryptography.IRandomSource random = session.Parts.Options.Random;
        Administrator = membership.Administrator ?? throw NotHeld();
        Account = membership.Account;
        ActivationCommon common = recovered is null ? membership.Common : membership.Common with { ProfileSignature = KeyData.OfPrivate(recovered) };
        ProfileUser profile = membership.Account.Value;
        if (keys.HasFlag(AccountKeys.CommonEncryption))
        {
            AgreementPrivateKey older = membership.CommonEncryption ?? throw NotHeld();
            AgreementPrivateKey newer = Made(AgreementPrivateKey.Generate(KeyAlgorithm.X448, random));
            PriorKey link = KeyGenerations.Wrap(KeyGenerations.CommonEncryption, newer, older, common.Generation);
            common = common with
            {
                Encryption = KeyData.OfPrivate(newer),
                Generation = common.Generation + 1,
                PriorKeys = [link, .. common.PriorKeys],
            };
            profile = profile with { CommonEncryption = KeyData.Of(newer.Public) };
        }

        if (keys.HasFlag(AccountKeys.CommonSignature))
        {
            SignaturePrivateKey newer = Made(SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, random));
            common = common with { Signature = KeyData.OfPrivate(newer) };
            profile = profile with { CommonSignature = KeyData.Of(newer.Public) };
        }

        if (keys.HasFlag(AccountKeys.AdministratorSignature))
        {
            Administrator = Made(SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, random));
            common = common with { AdministratorSignature = KeyData.OfPrivate(Administrator) };
            profile = profile with { AdministratorSignature = KeyData.Of(Administrator.Public) };
        }

        ReplacesAdministrator = keys.HasFlag(AccountKeys.AdministratorSignature);
        if (!ReferenceEquals(profile, membership.Account.Value))
        {
            SignaturePrivateKey signer = recovered ?? membership.ProfileSignature ?? throw NotHeld();
            Account = ProfileValidator.ValidateUpdate(membership.Account, ProfileBuilder.NextUser(session.Parts.Sealer, profile, signer));
            Profile = Account.Envelope;
        }

        Common = common with
        {
            Entries = [.. common.Entries.Select(e => stores.Contains(e.Resource) ? Next(e, random) : e)],
        };
        Stores = [.. stores];
    }

    /// <summary>The account, in its next version where its keys are replaced.</summary>
    public Verified<ProfileUser> Account { get; }

    /// <summary>The next version of the profile; null where it stays.</summary>
    public Enveloped<ProfileUser>? Profile { get; }

    /// <summary>Who signs from now on.</summary>
    public SignaturePrivateKey Administrator { get; }

    public bool ReplacesAdministrator { get; }

    /// <summary>Everything that an administrator's device holds from now on; shares what stays with the membership.</summary>
    public ActivationCommon Common { get; }

    public ImmutableArray<string> Stores { get; }

    /// <summary>Every key that no longer follows from the seed; shares its keys with <see cref="Common"/>. Null where there is none.</summary>
    public KeyEscrow? Escrow()
    {
        var escrow = new KeyEscrow
        {
            Encryption = Common.Generation > 0 ? Common.Encryption : null,
            Generation = Common.Generation,
            PriorKeys = Common.PriorKeys,
            Entries = [.. Common.Entries.Where(e => e.Generation > 0)],
        };
        return escrow.Encryption is null && escrow.Entries.IsEmpty ? null : escrow;
    }

    public ActivationEntry Entry(string label) => Common.Entries.First(e => StoreLabel.Same(e.Resource, label));

    public void Dispose() => _made.ForEach(m => m.Dispose());

    private ActivationEntry Next(ActivationEntry entry, Mesh.Cryptography.IRandomSource random)
    {
        ActivationEntry next = KeyGenerations.Next(entry, random);
        Made(next.Key);
        return next;
    }

    private T Made<T>(T item)
        where T : IDisposable
    {
        _made.Add(item);
        return item;
    }

    private static ClientException NotHeld() =>
        new(ClientError.NotAuthorised, "This device does not hold the keys that have to be replaced. Use a device with the roles super and admin.");
}
