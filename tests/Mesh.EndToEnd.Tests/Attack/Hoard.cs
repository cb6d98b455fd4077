// Everything secret that somebody has: taken out of key stores as an attacker would, with the libraries' own means, without asking whether
// the device still belongs to the account. Whatever may be a private key is taken for one, in every form that it could have.

using System.Reflection;
using System.Text.Json;
using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;
using Mesh.Service;

namespace Mesh.EndToEnd.Tests;

/// <summary>Secrets and private keys. Dispose it.</summary>
internal sealed class Hoard : IDisposable
{
    private const int ScalarLength = 56;
    private const int SeedPrefix = 3; // C8 and the identifier, the same in every seed of a kind
    private static readonly Range TicketSecret = 1..65; // of the file that a session is kept in

    private static readonly string[] DerivedNames =
    [
        .. typeof(KeyNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!),
    ];

    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _kids = [];

    /// <summary>Octets that nobody else may have: seeds, scalars, index keys, PINs, secrets of tickets.</summary>
    public List<Secret> Secrets { get; } = [];

    /// <summary>Private keys that may open something.</summary>
    public List<(string Name, AgreementPrivateKey Key)> Keys { get; } = [];

    /// <summary>What is in the Mesh folder of a device: key store, tickets, private records.</summary>
    public void TakeHome(string name, MachineOptions options)
    {
        using var parts = new MachineParts(options);
        foreach (string id in new FileKeyStore(parts.Home.Keys).List())
        {
            using SecretBytes secret = parts.Keys.Load(id)!;
            TakeStored($"{name}: {id}", secret.Reveal());
        }

        foreach (MachineRecord record in parts.Catalog.All())
        {
            if (record.State == AccountState.Connected)
            {
                TakeMembership($"{name}: {record.Address}", parts, record.ProfileUdf);
            }
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(parts.Home.Run, "mesh")))
        {
            Take($"{name}: secret of a ticket", File.ReadAllBytes(file).AsSpan(TicketSecret));
        }
    }

    /// <summary>What a provider has.</summary>
    public void TakeProvider(string data, string profileUdf)
    {
        FileKeyStore keys = new(Path.Combine(data, "keys"));
        foreach (string id in keys.List())
        {
            using SecretBytes secret = keys.Load(id)!;
            TakeStored($"provider: {id}", secret.Reveal());
        }

        using ServiceIdentity identity = ServiceIdentity.Open(data, TimeProvider.System);
        Add("provider: the key that reads the account's Access", identity.AccessKey(AccountName.Parse(profileUdf)));
        using SecretBytes host = keys.Load("HOST")!;
        using KeySeed hostSeed = KeySeed.FromBinary(host.Reveal());
        using DeviceKeySet hostKeys = DeviceKeySet.OfHost(hostSeed);
        using JsonDocument description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(data, "service.json")));
        using var opener = new Keyring();
        opener.Add(hostSeed.DeriveAgreement(KeyNames.HostEncrypt));
        OpenedEnvelope opened = EnvelopeOpener.Open(
            UnverifiedEnvelope.Read(description.RootElement.GetProperty("EnvelopedActivationHost")), new OpenRequest { Keys = opener });
        using ActivationHost activation = SchemaJson.Decode<ActivationHost>(opened.Plaintext);
        using SecretBytes overlay = activation.ActivationKey!.RevealBinary();
        TakeSeed("provider: activation", overlay.Reveal());
        using AgreementPrivateKey contribution = activation.ActivationKey.DeriveAgreement(KeyNames.ActivationHostAuthenticate);
        Add("provider: its key in the channel", hostKeys.Authentication.Overlay(contribution));
    }

    /// <summary>
    /// The fingerprints of the sums of a residue and any other key: what keys would be whose parts two parties, or two files, have.
    /// </summary>
    public IEnumerable<(string Name, string Kid)> Sums()
    {
        foreach ((string name, AgreementPrivateKey residue) in Keys.Where(k => k.Key.Form == PrivateKeyForm.Residue))
        {
            foreach ((string other, AgreementPrivateKey key) in Keys)
            {
                using AgreementPrivateKey sum = residue.Overlay(key);
                yield return ($"{name} + {other}", sum.Kid);
            }
        }
    }

    public void Dispose() => Keys.ForEach(k => k.Key.Dispose());

    private void TakeStored(string name, ReadOnlySpan<byte> octets)
    {
        const int mostOfOneKey = 128;
        if (octets.Length == SeedPrefix + KeySeed.DefaultSecretLength)
        {
            TakeSeed(name, octets);
        }
        else if (octets.Length <= mostOfOneKey)
        {
            Take(name, octets);
        }
    }

    private void TakeSeed(string name, ReadOnlySpan<byte> binary)
    {
        Take(name, binary[SeedPrefix..]);
        using KeySeed seed = KeySeed.FromBinary(binary);
        IEnumerable<string> names = DerivedNames;
        if (seed.Kind == SeedKind.MeshProfileAccount)
        {
            names = [.. names, .. StoreTable.All.Select(s => KeyNames.StoreEncrypt(s.Label))];
            foreach (StoreDescription store in StoreTable.All)
            {
                using SecretBytes index = seed.DeriveSecret(KeyNames.StoreIndex(store.Label), IndexKey.Length);
                Take($"{name}: index of {store.Label}", index.Reveal());
            }
        }

        foreach (string derived in names)
        {
            using SecretBytes octets = seed.DeriveSecret(derived, ScalarLength);
            Secrets.Add(new Secret($"{name}: {derived}", octets.Reveal().ToArray()));
            Add($"{name}: {derived}", AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, octets.Reveal()));
        }
    }

    private void TakeMembership(string name, MachineParts parts, string udf)
    {
        using Membership membership = parts.OpenMembership(udf);
        CatalogedDevice own = membership.Device.Entry;
        OpenedEnvelope opened = EnvelopeOpener.Open(own.EnvelopedActivationAccount.Envelope, new OpenRequest { Keys = membership.AccountKeyring });
        using (ActivationAccount activation = SchemaJson.Decode<ActivationAccount>(opened.Plaintext))
        using (SecretBytes seed = activation.ActivationKey!.RevealBinary())
        {
            TakeSeed(name + ": activation", seed.Reveal());
        }

        Take(name + ": connected encryption", membership.Keys.Encryption);
        Take(name + ": connected signature", membership.Keys.Signature);
        Take(name + ": connected authentication", membership.Keys.Authentication);
        ActivationCommon common = membership.Common;
        foreach (KeyData? data in new[] { common.ProfileSignature, common.AdministratorSignature, common.Encryption, common.Signature, common.Authentication })
        {
            if (Membership.Private<PrivateKey>(data) is { } key)
            {
                Take($"{name}: account key {key.Kid}", key);
            }
        }

        TakePrior(name, KeyGenerations.CommonEncryption, membership.CommonEncryption, common.Generation, common.PriorKeys);
        foreach (ActivationEntry entry in common.Entries)
        {
            if (Membership.Private<AgreementPrivateKey>(entry.Key) is { } key)
            {
                Take($"{name}: {entry.Resource} {entry.Generation}", key);
                TakePrior(name, entry.Resource, key, entry.Generation, entry.PriorKeys);
            }

            if (entry.IndexKey is { } index)
            {
                Take($"{name}: index of {entry.Resource}", index.Octets.Reveal());
            }
        }
    }

    private void TakePrior(
        string name, string resource, AgreementPrivateKey? newest, int generation, System.Collections.Immutable.ImmutableArray<PriorKey> prior)
    {
        if (newest is null)
        {
            return;
        }

        foreach (AgreementPrivateKey key in KeyGenerations.OpenPrior(resource, newest, generation, prior))
        {
            using (key)
            {
                Take($"{name}: {resource} before {generation}", key);
            }
        }
    }

    private void Take(string name, PrivateKey key)
    {
        using SecretBytes octets = key.RevealOctets();
        Take(name, octets.Reveal());
    }

    private void Take(string name, ReadOnlySpan<byte> octets)
    {
        if (!_known.Add(Convert.ToHexString(octets)))
        {
            return;
        }

        Secrets.Add(new Secret(name, octets.ToArray()));
        if (octets.Length != ScalarLength)
        {
            return;
        }

        Add(name + " as scalar", AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, octets));
        if (Residue(octets) is { } residue)
        {
            Add(name + " as residue", residue);
        }

        using Ed448Seed seed = Ed448Seed.FromOctets(octets);
        using ResidueScalar448 scalar = seed.ToResidue();
        using SecretBytes signing = SecretBytes.Create(ScalarLength, scalar.WriteTo);
        Add(name + " as signing scalar", Residue(signing.Reveal())!);
    }

    private static AgreementPrivateKey? Residue(ReadOnlySpan<byte> octets)
    {
        try
        {
            return AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Residue, octets);
        }
        catch (KeyException)
        {
            return null; // not below the order: it is no residue
        }
    }

    private void Add(string name, AgreementPrivateKey key)
    {
        if (_kids.Add(key.Kid))
        {
            Keys.Add((name, key));
        }
        else
        {
            key.Dispose();
        }
    }
}
