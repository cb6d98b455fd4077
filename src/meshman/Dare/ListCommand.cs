using System.CommandLine;
using System.Globalization;
using System.Text.Json;
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
        return program.Printing(name, description, (parsed, print) => opening.Read(program, parsed, open =>
        {
            ArchiveOpening.Tell(program, parsed.GetValue(opening.Archive)!, open);
            var lines = new ListLines(open.Reader, isShort, parsed.GetValue(versions));
            int exit = print(ArchiveOpening.Fields(
                new CommandResult("ResultArchive").List("Entries", lines.Entries(), lines.Print, lines.Print).LateField("TotalBytes", () => lines.Size),
                open).LateVerboseLine(() => string.Create(CultureInfo.InvariantCulture, $"{lines.Count} entries, {SizeText.Of(lines.Size)}")));
            if (lines.Unread is { } reason)
            {
                program.Note($"Where some links point to cannot be told: {reason}");
            }

            return exit;
        }), [opening.Archive, versions, .. opening.Options]);
    }
}
