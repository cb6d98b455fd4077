// Files sealed to, opened by and signed by accounts of this machine (command-line reference, section 9).

using Mesh.Cryptography;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Finds the keys for sealed files.</summary>
internal static class AccountFiles
{
    /// <summary>The signature keys of every account that this machine belongs to.</summary>
    public static IReadOnlyCollection<KnownSigner> KnownSigners(MachineParts parts) =>
        [.. parts.Catalog.All().Where(IsHeld(parts)).SelectMany(r => KnownSigners(parts, r))];

    public static IReadOnlyCollection<KnownSigner> KnownSigners(MachineParts parts, MachineRecord record)
    {
        using ReadingKeys reading = parts.OpenReading(record.ProfileUdf);
        return [.. reading.Signers().Select((k, i) => new KnownSigner(k, record.Address, IsReplaced: i > 0))];
    }

    /// <summary>The account that a recipient or signer names.</summary>
    public static MachineRecord Named(MachineParts parts, string name) =>
        parts.Catalog.All().FirstOrDefault(r => IsHeld(parts)(r)
            && (AccountAddress.Same(r.Address, name) || UdfText.Same(r.ProfileUdf, name) || r.LocalName == name))
        ?? throw new ClientException(ClientError.UnknownAccount, $"This machine does not know the keys of {name}. account list shows the accounts whose keys it has.");

    private static Func<MachineRecord, bool> IsHeld(MachineParts parts) => record =>
    {
        using SecretBytes? secret = parts.Keys.Load(KeyNamesOfMachine.Activation(record.ProfileUdf));
        return record.State == AccountState.Connected && secret is not null;
    };
}
