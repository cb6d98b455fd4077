// Logs (docs/format/log.md; command-line reference, section 9). The keys come from the caller; nothing here knows of accounts.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Appends to logs and reads them, also while others append.</summary>
public static class LogFiles
{
    /// <summary>Goes on with a log, or makes it; others may append at the same time.</summary>
    /// <param name="log">The file.</param>
    /// <param name="sealing">To whom a new log is sealed, and who signs.</param>
    /// <param name="how">When entries are flushed and notes made.</param>
    /// <param name="work">Appends.</param>
    /// <returns>What <paramref name="work"/> gave, and what the log is then.</returns>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Storage"/>, <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>; <see cref="ClientError.InvalidInput"/>:
    /// the log that is there is for others than those named.
    /// </exception>
    public static (T Result, ArchiveWritten Written) Write<T>(string log, FileSealing sealing, LogWriting how, Func<JournalWriter, T> work)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        ArgumentNullException.ThrowIfNull(how);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(new FileOpening { Passphrase = () => sealing.Passphrase?.Clone() }, sealing.SymmetricKeys);
        using SequenceSealing parts = SequenceSealing.OfNew(sealing);
        using Ed25519Seed? note = how.NoteKey is null ? null : SeedOf(how.NoteKey);
        var options = new JournalOptions
        {
            Sequence = parts.Options(SequenceContent.Log, access.Request),
            FlushInterval = how.FlushesEach ? TimeSpan.Zero : how.FlushInterval,
            NoteKey = note,
        };
        return ArchiveFault.Guard(log, access, () =>
        {
            using JournalWriter writer = JournalWriter.OpenOrCreate(log, options);
            RequireSameRecipients(log, writer.Head.Policy, sealing);
            T result = work(writer);
            writer.Close();
            return (result, new ArchiveWritten(
                log, writer.Count, [.. (writer.Head.Policy?.EncryptKeys ?? []).Select(k => k.Kid)],
                [.. (writer.Head.Policy?.SignKeys ?? []).Select(k => k.Kid)], writer.Torn));
        });
    }

    /// <summary>Opens a log for reading.</summary>
    /// <param name="log">The file.</param>
    /// <param name="opening">What opens it, and whose signatures are known.</param>
    /// <param name="withUnsigned">True to read also entries that no signature covers yet.</param>
    /// <param name="work">Reads.</param>
    /// <exception cref="ClientException">As <see cref="Write"/>; <see cref="ClientError.Verification"/> also where the file goes back, is replaced or
    /// forks.</exception>
    public static T Read<T>(string log, FileOpening opening, bool withUnsigned, Func<OpenLog, T> work)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(opening, []);
        return ArchiveFault.Guard(log, access, () =>
        {
            using JournalReader reader = JournalReader.Open(log, access.Request, withUnsigned);
            return work(new OpenLog(reader, opening.Signers));
        });
    }

    // Who can read a log was settled when it was made.
    private static void RequireSameRecipients(string log, DarePolicy? policy, FileSealing sealing)
    {
        HashSet<string> readers = [.. (policy?.EncryptKeys ?? []).Select(k => k.Kid)];
        if (sealing.Recipients.Count > 0 && !readers.SetEquals(sealing.Recipients.Select(r => r.Kid)))
        {
            throw new ClientException(
                ClientError.InvalidInput,
                $"{Path.GetFileName(log)} is there already, and can be read by {(readers.Count == 0 ? "everybody" : "others")}: leave --encrypt out, or name another file.");
        }

        if (sealing.HidesMetadata && policy?.IsHidden != true)
        {
            throw new ClientException(ClientError.InvalidInput, $"{Path.GetFileName(log)} is there already, and hides no names.");
        }
    }

    private static Ed25519Seed SeedOf(SignaturePrivateKey key)
    {
        if (key.Algorithm != KeyAlgorithm.Ed25519)
        {
            throw new ClientException(ClientError.InvalidInput, "Notes are signed with an ed25519 key.");
        }

        using SecretBytes octets = key.RevealOctets();
        return Ed25519Seed.FromOctets(octets.Reveal());
    }
}
