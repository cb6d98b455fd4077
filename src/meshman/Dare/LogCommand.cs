using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare log</c>: appends to a log, which is made where there is none (command-line reference, section 9).</summary>
internal static class LogCommand
{
    public static Command Make(ManagerProgram program)
    {
        var log = new FormedArgument<string>("log", ValueForm.File) { Description = "the log; it is made if it is not there" };
        var text = new FormedArgument<string[]>("text", Forms.EntryText)
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "the text of an entry; - or none appends every line of standard input",
        };
        var id = new FormedOption<string?>("--id", Forms.EntryKey) { Description = "the key under which dare tail --id finds it" };
        var flush = new Option<bool>("--flush") { Description = "have each line on the disk before the next is read; at the end all are" };
        var hide = new Option<bool>("--hide-names") { Description = "hide keys and times from all but the recipients" };
        var note = new FormedOption<string?>("--note", Forms.KeySource)
        {
            Description = $"a file with a private key of ed25519: it signs a note of how far the log came, which is put into LOG{JournalNotes.Extension}",
        };
        var sealing = new ArchiveSealing();
        return program.Command("log", "Append a text to a log", async (parsed, cancel) =>
        {
            string file = parsed.GetValue(log)!;
            string[] words = parsed.GetValue(text) ?? [];
            bool readsInput = words is [] or ["-"];
            using SealingKeys keys = sealing.Sealing.Read(program, parsed, readsInput ? SealedFiles.StandardStream : file);
            using PlainKeyFile? noteKeys = NoteKeys(parsed.GetValue(note));
            if (file == SealedFiles.StandardStream)
            {
                throw CommandException.Usage("A log is written to a file.");
            }

            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            {
                throw new CommandException(ExitCode.Error, $"There is no folder {folder}.");
            }

            if (parsed.GetValue(hide) && !keys.IsEncrypted)
            {
                throw CommandException.Usage("--hide-names hides from all but the recipients: say --encrypt with who may open it.");
            }

            bool isNew = !File.Exists(file);
            CommandResult result = await sealing.WithAsync(program, parsed, keys, named =>
            {
                (Appended appended, ArchiveWritten written) = LogFiles.Write(
                    file, named with { HidesMetadata = parsed.GetValue(hide) },
                    new LogWriting { FlushesEach = parsed.GetValue(flush), NoteKey = noteKeys?.PrivateKeys[0] as SignaturePrivateKey },
                    writer => readsInput
                        ? AppendLines(writer, parsed.GetValue(id), cancel)
                        : new Appended(1, writer.Append(string.Join(' ', words), parsed.GetValue(id))));
                Tell(program, written);
                return Report(written, appended);
            }, cancel).ConfigureAwait(false);
            if (isNew && !keys.IsEncrypted)
            {
                program.Note($"{file} is not encrypted: say --encrypt with an address or a public key when it is made to seal it.");
            }

            cancel.ThrowIfCancellationRequested();
            return result;
        }, [log, text, id, flush, hide, note, .. sealing.Sealing.All, .. sealing.Accounts.All]);
    }

    /// <summary>Says what an interrupted program left.</summary>
    public static void Tell(ManagerProgram program, ArchiveWritten written)
    {
        if (written.Torn is { } torn)
        {
            program.Note($"A program was interrupted while it wrote to {Path.GetFileName(written.Path)}: what it left is in {torn}.");
        }
    }

    private static Appended AppendLines(JournalWriter writer, string? key, CancellationToken cancel)
    {
        long entries = 0;
        long last = 0;
        using Stream input = InputFile.Open(SealedFiles.StandardStream);
        try
        {
            LineInput.Read(input, line =>
            {
                cancel.ThrowIfCancellationRequested();
                last = writer.Append(new ContentMeta { UniqueId = key, ContentType = "text/plain" }, line.Span);
                entries++;
            }, cancel);
        }
        catch (OperationCanceledException)
        {
            // What came before is appended; the log is closed as it should be, and then that is said.
        }

        return new Appended(entries, last);
    }

    private static CommandResult Report(ArchiveWritten written, Appended appended) => new CommandResult("ResultLog")
        .Field("Filename", written.Path).Field("Entries", appended.Entries).Field("Index", appended.Entries > 0 ? appended.Last : (long?)null)
        .Field("Frames", written.Frames).Field("Recipients", written.Recipients).Field("Signers", written.Signers)
        .VerboseLine(string.Create(
            CultureInfo.InvariantCulture, $"{written.Path}: {appended.Entries} {(appended.Entries == 1 ? "entry" : "entries")} appended, {written.Frames} frames"));

    private static PlainKeyFile? NoteKeys(string? name)
    {
        if (name is null)
        {
            return null;
        }

        PlainKeyFile keys = KeyInput.Read(name);
        if (keys is { PrivateKeys: [SignaturePrivateKey { Algorithm: KeyAlgorithm.Ed25519 }], PublicKeys.Count: 0, SymmetricKeys.Count: 0 })
        {
            return keys;
        }

        keys.Dispose();
        throw CommandException.Usage("--note takes one private key of ed25519 (meshman key pair FILE --alg ed25519 makes one).");
    }

    private sealed record Appended(long Entries, long Last);
}
