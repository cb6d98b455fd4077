// Password entries (Mesh schema 9). Reading sees what the account has, with the edits of this device that the service does not have yet on top.

using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The credential catalog of an account.</summary>
internal static class CredentialBook
{
    // Half of what the service takes (Mesh protocol 10): the entry grows by a third when it is written down, and carries a checkpoint.
    private const int LargestBody = Protocol.ProtocolLimits.CatalogEntry / 2;

    /// <summary>Every entry, by key.</summary>
    /// <param name="replica">The store.</param>
    /// <param name="log">Where the edits are.</param>
    public static IReadOnlyList<Credential> All(Replica replica, AccountLog log)
    {
        var found = new SortedDictionary<string, Credential>(StringComparer.Ordinal);
        foreach (CatalogRecord record in replica.Catalog?.Live.Values ?? [])
        {
            if (record.Tag == CredentialBody.Tag)
            {
                Credential entry = CredentialBody.Read(record.Body);
                found[entry.Key] = entry;
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

            found[edit.Key] = ReadAndErase(edit.Body);
        }

        return [.. found.Values];
    }

    /// <summary>
    /// The entry of a site without a protocol, opened alone; null where it does not exist, or where that alone does not tell: then the whole
    /// store does.
    /// </summary>
    public static Credential? Find(AccountView view, string site)
    {
        if (view.Reading.Store(StoreLabel.Credential) is not { } store)
        {
            return null;
        }

        view.RequireRemembered(StoreLabel.Credential);
        string key = new Credential("", site, "", "").Key;
        string name = store.Naming.NameOf(key);
        if (EditStore.Find(view.Log, StoreLabel.Credential, name) is { } edit)
        {
            return edit.Key == key && edit.Body is not null ? ReadAndErase(edit.Body) : null;
        }

        LogLabel label = LogLabel.Parse(StoreLabel.Credential);
        if (view.Log.ReadLatest(label, name) is not { } frame || view.Log.Status(label) is not { } status)
        {
            return null;
        }

        try
        {
            if (!CatalogLookup.TryOpen(status.Origin, store.LookupRules(), key, StoreFrame.Parse(frame), out CatalogRecord? record)
                || record is not { Tag: CredentialBody.Tag })
            {
                return null;
            }

            Credential found = CredentialBody.Read(record.Body);
            record.Entry.Erase();
            return found;
        }
        catch (DareException)
        {
            return null; // An entry that does not count: what counts instead, the entries before it tell.
        }
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
            if (body.Length > LargestBody)
            {
                CryptographicOperations.ZeroMemory(body);
                throw new ClientException(ClientError.InvalidInput, "That is too long for a password entry, which has up to 128 KiB.");
            }
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

    private static Credential ReadAndErase(byte[] body)
    {
        try
        {
            return CredentialBody.Read(body);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }
}
