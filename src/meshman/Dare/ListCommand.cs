using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare list</c> and <c>dare dir</c>: what is in an archive (command-line reference, section 9), printed while it is read.</summary>
internal static class ListCommand
{
    public static Command Make(ManagerProgram program) => Make(program, "list", "List what is in an archive", isShort: false);

    public static Command MakeShort(ManagerProgram program) => Make(program, "dir", "List the paths in an archive", isShort: true);

    private static Command Make(ManagerProgram program, string name, string description, bool isShort)
    {
        var opening = new ArchiveOpening();
        var versions = new Option<bool>("--all") { Description = "every version of every entry, with the number to say to extract --record" };
        return program.Printing(name, description, (parsed, print) =>
        {
            string archive = parsed.GetValue(opening.Archive)!;
            return OldForms.IsArchive(archive)
                ? opening.With(program, parsed, archive, needsKeys: false, (_, given) => OldArchives.Read(archive, given, open =>
                {
                    OldForms.Tell(program, archive);
                    return new OldListing(open, isShort, parsed.GetValue(versions)).Print(print);
                }))
                : opening.Read(program, parsed, open => Print(program, archive, open, new ListLines(open.Reader, isShort, parsed.GetValue(versions)), print));
        }, [opening.Archive, versions, .. opening.Options]);
    }

    private static int Print(ManagerProgram program, string archive, OpenArchive open, ListLines lines, Func<CommandResult, int> print)
    {
        ArchiveOpening.Tell(program, archive, open);
        int exit = print(ArchiveOpening.Fields(
            new CommandResult("ResultArchive").List("Entries", lines.Entries(), lines.Print, lines.Print).LateField("TotalBytes", () => lines.Size),
            open).LateVerboseLine(() => string.Create(CultureInfo.InvariantCulture, $"{lines.Count} entries, {SizeText.Of(lines.Size)}")));
        if (lines.Unread is { } reason)
        {
            program.Note($"Where some links point to cannot be told: {reason}");
        }

        return exit;
    }
}
