using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The state of a log as a C2SP signed note in a file of its own, <c>NAME.checkpoint</c> (docs/format/log.md): for those who remember how far a log had
/// come, and for tools that know transparency logs.
/// </summary>
public static class JournalNotes
{
    /// <summary>What the name of the file ends with.</summary>
    public const string Extension = ".checkpoint";

    /// <summary>The name of a log that has no other one: <c>dare-log/</c> and the Origin in hexadecimal, 41 characters.</summary>
    public static string OriginOf(StoreHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return "dare-log/" + Convert.ToHexStringLower(head.Origin.Span);
    }

    /// <summary>Puts a note beside the log, in place of the one before. The caller has the lock of the log, so that no note goes back.</summary>
    internal static void Write(string log, StoreCheckpoint state, string origin, Ed25519Seed key, IDurableFiles files)
    {
        byte[] note = CheckpointNote.Sign(state, origin, origin, key);
        string path = log + Extension;
        string fresh = path + ".new";
        files.Remove(fresh); // of one who was interrupted
        using (IDurableFile file = files.Create(fresh))
        {
            for (int done = 0; done < note.Length;)
            {
                int count = file.Write(done, note.AsSpan(done));
                done += count > 0 ? count : throw new IOException("nothing more can be written to the file");
            }

            file.Flush();
        }

        files.Rename(fresh, path);
        files.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
