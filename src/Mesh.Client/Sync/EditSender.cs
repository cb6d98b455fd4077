using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Sends the edits that the service does not have yet: per key the last writer wins, and a person is told (Mesh protocol 6.7).</summary>
internal static class EditSender
{
    public static async Task<int> SendAsync(AccountSession session, CancellationToken cancel)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        int sent = await session.TransactAsync(() => Build(session, told), cancel).ConfigureAwait(false);
        IReadOnlyList<(string Name, EditRecord Edit)> moot = EditStore.All(session.Log);
        if (moot.Count > 0)
        {
            // Deletions of what another device has deleted meanwhile.
            await session.Log.CommitAsync(
                new LogTransaction { Records = [.. moot.Select(m => EditStore.Removal(m.Name))] }, CancellationToken.None).ConfigureAwait(false);
        }

        return sent;
    }

    private static ChangeSet Build(AccountSession session, HashSet<string> told)
    {
        var change = new ChangeSet();
        foreach (var store in EditStore.All(session.Log).GroupBy(e => e.Edit.Label))
        {
            Replica replica = session.Replica(store.Key);
            replica.Erase(); // places and keys are all that is needed
            StoreWriter writer = session.Writer(replica);
            change.Add(store.Key, writer);
            Enveloped<DeviceCheckpoint>? seen = Checkpoints.Make(session); // once for each store: what it says holds for all of it
            foreach ((string name, EditRecord edit) in store)
            {
                long live = replica.Catalog!.Find(edit.Key)?.Index ?? 0;
                if (live != edit.Base && told.Add(name))
                {
                    session.Notices.Add(new SyncNotice(
                        SyncNoticeKind.EditConflict, store.Key, $"The entry {edit.Key} was changed on another device as well; the change made here stands."));
                }

                if (Write(writer, edit, live != 0, seen))
                {
                    seen = null;
                }

                change.Edits.Add(name);
            }
        }

        return change;
    }

    /// <returns>Whether the checkpoint went with it.</returns>
    private static bool Write(StoreWriter writer, EditRecord edit, bool isLive, Enveloped<DeviceCheckpoint>? seen)
    {
        if (edit.Body is not null)
        {
            CatalogedEntry entry = SchemaJson.Decode<CatalogedEntry>(edit.Body);
            writer.Put(entry with { EnvelopedCheckpoint = seen });
            (entry as IDisposable)?.Dispose();
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(edit.Body);
            return true;
        }

        if (isLive)
        {
            writer.Delete(edit.Key);
        }

        return false;
    }
}
