// Password entries (Mesh schema 9). Reading sees what the account has, with the edits of this device that the service does not have yet on top.

using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The credential catalog of an account.</summary>
internal static class CredentialBook
{
    public static IReadOnlyList<Credential> All(Membership membership, AccountLog log)
    {
        var found = new SortedDictionary<string, Credential>(StringComparer.Ordinal);
        Replica replica = Replica.Load(log, membership, StoreLabel.Credential);
        foreach (CatalogedCredential entry in replica.Live<CatalogedCredential>())
        {
            using (entry)
            {
                found[entry.PrimaryKey] = ToCredential(entry);
            }
        }

        replica.Erase();
        foreach ((_, EditRecord edit) in EditStore.All(log).Where(e => e.Edit.Label == StoreLabel.Credential))
        {
            if (edit.Body is null)
            {
                found.Remove(edit.Key);
                continue;
            }

            using CatalogedCredential entry = SchemaJson.Decode<CatalogedCredential>(edit.Body);
            found[edit.Key] = ToCredential(entry);
            CryptographicOperations.ZeroMemory(edit.Body);
        }

        return [.. found.Values];
    }

    /// <summary>Keeps a change of an entry until it is sent; a null password deletes.</summary>
    public static async Task EditAsync(AccountSession session, Credential entry, bool delete, CancellationToken cancel)
    {
        ActivationEntry store = session.Membership.Entry(StoreLabel.Credential)
            ?? throw new ClientException(ClientError.NotAuthorised, "This device has no right to the passwords of the account.");
        byte[]? body = null;
        if (!delete)
        {
            using var cataloged = new CatalogedCredential
            {
                Protocol = entry.Protocol.Length == 0 ? null : entry.Protocol,
                Service = entry.Service,
                Username = entry.Username,
                Password = SecretText.FromText(entry.Password),
            };
            body = SchemaJson.Encode(cataloged);
        }

        Replica replica = session.Replica(StoreLabel.Credential);
        long known = replica.Catalog?.Find(entry.Key)?.Index ?? 0;
        replica.Erase();
        var edit = new EditRecord { Label = StoreLabel.Credential, Key = entry.Key, Body = body, Base = known };
        try
        {
            await EditStore.SaveAsync(session.Log, Membership.Naming(store), edit, cancel).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }

        session.Parts.Options.AfterStep("edit");
    }

    private static Credential ToCredential(CatalogedCredential entry) =>
        new(entry.Protocol ?? "", entry.Service ?? "", entry.Username ?? "", entry.Password?.RevealText() ?? "");
}
