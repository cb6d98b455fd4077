using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare create</c>: makes an archive or log without entries (command-line reference, section 9).</summary>
internal static class CreateCommand
{
    public static Command Make(ManagerProgram program)
    {
        var output = new FormedArgument<string>("out", ValueForm.File) { Description = "the file to make" };
        var type = new FormedOption<string>("--type", Forms.SequenceType)
        {
            DefaultValueFactory = _ => "archive",
            Description = "what it is: archive (which is usual) or log; with --compat list, digest, tree or merkle (which is usual)",
        };
        var hide = new Option<bool>("--hide-names") { Description = "hide names, sizes and times from all but the recipients" };
        var sealing = new ArchiveSealing();
        var old = new OldSealingOptions();
        return program.Command("create", "Make an empty archive or log", async (parsed, cancel) =>
        {
            string file = parsed.GetValue(output)!;
            using SealingKeys keys = sealing.Sealing.Read(program, parsed, file);
            DareFiles.NewSequence(file);
            if (parsed.GetValue(hide) && !keys.IsEncrypted)
            {
                throw CommandException.Usage("--hide-names hides from all but the recipients: say --encrypt with who may open it.");
            }

            string word = parsed.GetValue(type)!;
            old.Check(parsed, keys, parsed.GetValue(hide) ? [hide.Name] : []);
            if (old.IsCompat(parsed))
            {
                string named = parsed.GetResult(type) is { Implicit: false } ? word : CompatSequences.UsualType;
                return await sealing.WithAsync(
                    program,
                    parsed,
                    keys,
                    given => CompatSequences.Make(program, file, named, given with { Unauthenticated = old.IsUnauthenticated(parsed) }, [], cancel),
                    cancel).ConfigureAwait(false);
            }

            if (word is not ("archive" or "log"))
            {
                throw CommandException.Usage($"--type {word} is an old form: it goes with --compat.");
            }

            ArchiveWritten written = await sealing.WithAsync(
                program, parsed, keys,
                named => SequenceFiles.Create(file, word == "log" ? SequenceContent.Log : SequenceContent.Archive, named with { HidesMetadata = parsed.GetValue(hide) }),
                cancel).ConfigureAwait(false);
            if (!keys.IsEncrypted)
            {
                program.Note($"{file} is not encrypted: say --encrypt with an address or a public key to seal it.");
            }

            return new CommandResult("ResultArchive")
                .Field("Filename", file).Field("Type", word).Field("Frames", written.Frames)
                .Field("Recipients", written.Recipients).Field("Signers", written.Signers)
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {word}, {written.Frames} frames"));
        }, [output, type, hide, .. old.All, .. sealing.Sealing.All, .. sealing.Accounts.All]);
    }
}
