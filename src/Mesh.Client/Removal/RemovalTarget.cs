using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What a removal takes away.</summary>
/// <param name="Name">Profile UDF of the device; the UDF of its key where nothing else of it is known.</param>
/// <param name="Device">
/// Its entry. Of a device that hides, the last that verified: it says whom the evidence is for, and gives nothing. Null where there never was one,
/// or where it names a device that is not the one to be removed.
/// </param>
/// <param name="Keys">UDFs of the keys that let it in.</param>
/// <param name="Roles">The roles it may have had.</param>
internal sealed record RemovalTarget(string Name, VerifiedDevice? Device, ImmutableArray<string> Keys, ImmutableArray<Role> Roles)
{
    /// <summary>Whether an entry is that of the device.</summary>
    public bool Is(VerifiedDevice device) => UdfText.Same(device.Udf, Device?.Udf);

    /// <summary>
    /// The one that a person names. The UDF of a listed device goes before that of a hidden key, and both before local names: whoever hides a key
    /// chooses its name, and can choose local names.
    /// </summary>
    /// <exception cref="ClientException"><see cref="ClientError.NotFound"/>, <see cref="ClientError.Ambiguous"/>,
    /// <see cref="ClientError.InvalidInput"/>: it is the device that asks.</exception>
    public static RemovalTarget Find(DeviceReplica devices, IReadOnlyList<UnaccountedDevice> unaccounted, VerifiedDevice self, string idOrName)
    {
        bool IsListed(string? udf) => devices.Live.Any(d => UdfText.Same(d.Udf, udf)) || UdfText.Same(self.Udf, udf);
        List<Candidate> candidates = [.. devices.Live.Append(self).DistinctBy(d => d.Udf).Select(d => new Candidate(d.Udf, d.Entry.LocalName, d))];
        if (!candidates.Any(c => UdfText.Same(c.Udf, idOrName)))
        {
            candidates.AddRange(unaccounted.Select(u => u.KeyUdf)
                .Concat(unaccounted.Select(u => u.DeviceUdf).OfType<string>().Where(udf => !IsListed(udf)))
                .DistinctBy(UdfText.Canonical).Select(udf => new Candidate(udf, null, null)));
        }

        Candidate found = Client.Names.Single(candidates, idOrName, c => c.LocalName, c => c.Udf, "device", "device list shows those that there are");
        if (UdfText.Same(found.Udf, self.Udf) || UdfText.Same(found.Udf, self.Authentication.Kid))
        {
            throw new ClientException(ClientError.InvalidInput, "A device does not remove itself. Delete the account from this machine, or remove it from another device.");
        }

        IEnumerable<string> KeysOf(string udf) => AccessAudit.KeysOf(udf, devices, unaccounted, self);
        if (found.Device is { } live)
        {
            return new RemovalTarget(live.Udf, live, [.. KeysOf(live.Udf)], RolesOf(devices, live.Udf));
        }

        // One that hides had AdministratorSignature. The statement of a removal must name no device that stays.
        bool isDevice = !IsListed(found.Udf) && unaccounted.Any(u => UdfText.Same(u.DeviceUdf, found.Udf));
        UnaccountedDevice named = unaccounted.First(u => UdfText.Same(isDevice ? u.DeviceUdf : u.KeyUdf, found.Udf));
        return named.DeviceUdf is { } udf && !IsListed(udf)
            ? new RemovalTarget(udf, devices.Past(udf).Last(), [.. KeysOf(udf)], [.. RolesOf(devices, udf).Append(Role.Admin).Distinct()])
            : new RemovalTarget(named.KeyUdf, null, [named.KeyUdf], [Role.Admin]);
    }

    // An administrator's device can have given itself fewer roles since; the keys that it held, it knows.
    private static ImmutableArray<Role> RolesOf(DeviceReplica devices, string udf) =>
        [.. devices.Past(udf).SelectMany(d => d.Roles).Distinct()];

    private readonly record struct Candidate(string Udf, string? LocalName, VerifiedDevice? Device);
}
