using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>The edits in an account's log that the service does not have yet.</summary>
internal static class EditStore
{
    private static readonly PrivateLabel Label = PrivateLabel.Parse("~Edits");

    public static int Count(AccountLog log) => log.PrivateKeys(Label).Count;

    public static IReadOnlyList<(string Name, EditRecord Edit)> All(AccountLog log)
    {
        var edits = new List<(string, EditRecord)>();
        foreach (string name in log.PrivateKeys(Label).Order(StringComparer.Ordinal))
        {
            if (Find(log, name) is { } edit)
            {
                edits.Add((name, edit));
            }
        }

        return edits;
    }

    /// <summary>The edit of the key with that pseudonym in a store; null where there is none.</summary>
    public static EditRecord? Find(AccountLog log, string label, string pseudonym) => Find(log, Name(label, pseudonym));

    /// <summary>Keeps an edit in place of an earlier one of the same key. Its name in the log is the key's pseudonym.</summary>
    public static async Task SaveAsync(AccountLog log, EntryNaming naming, EditRecord edit, CancellationToken cancel)
    {
        byte[] octets = JsonSerializer.SerializeToUtf8Bytes(edit, MachineContext.Default.EditRecord);
        try
        {
            var record = new PrivateRecord(Label, Name(edit.Label, naming.NameOf(edit.Key)), octets);
            await log.CommitAsync(new LogTransaction { Records = [record] }, cancel).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    public static PrivateRecord Removal(string name) => PrivateRecord.Removal(Label, name);

    private static string Name(string label, string pseudonym) => label + "/" + pseudonym;

    private static EditRecord? Find(AccountLog log, string name)
    {
        if (log.Private(Label, name) is not { } octets)
        {
            return null;
        }

        try
        {
            return EditRecordReader.Read(octets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }
}
