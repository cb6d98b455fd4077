using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare fsck</c>: finds damage, repairs what an interrupted program left, and saves what is good of the rest.</summary>
internal static class FsckCommand
{
    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening("the archive, log or sequence");
        var repair = new Option<bool>("--repair")
        {
            Description = "put aside what an interrupted program left at the end, and write an index; damage is never touched",
        };
        var save = new FormedOption<string?>("--save", ValueForm.File) { Description = "copy what is good to this file, every version of it" };
        var sealing = new CopySealing(opening.Accounts);
        return program.Command("fsck", "Find damage in an archive, and repair or save what can be", async (parsed, cancel) =>
        {
            string file = parsed.GetValue(opening.Archive)!;
            bool repairs = parsed.GetValue(repair);
            string? target = parsed.GetValue(save) is { } name ? DareFiles.NewSequence(name) : null;
            return await sealing.WithAsync(program, parsed, file, how => opening.With(program, parsed, file, needsKeys: repairs || target is not null, (_, given) =>
            {
                var report = new FsckReport(file, Examine(program, file, given, cancel));
                if (repairs)
                {
                    report.Repaired(Repair(program, file, report, how, given));
                }

                if (target is not null)
                {
                    how = how with { IsSalvage = true, AllVersions = true };
                    report.Saved(CopyCommand.Copy(program, file, target, how, given, cancel));
                }

                return report.ToResult();
            }), cancel).ConfigureAwait(false);
        }, [opening.Archive, repair, save, .. sealing.Options, .. opening.Options]);
    }

    private static SequenceCheckReport Examine(ManagerProgram program, string file, FileOpening opening, CancellationToken cancel)
    {
        using Progress progress = Progress.Start(program.Terminal, file, cancel);
        return SequenceFiles.Examine(file, opening, progress, cancel);
    }

    private static ArchiveWritten? Repair(ManagerProgram program, string file, FsckReport report, SequenceCopying how, FileOpening opening)
    {
        if (report.Check.Repair is not (SequenceRepair.Close or SequenceRepair.Erase or SequenceRepair.CutTornEnd))
        {
            return null;
        }

        ArchiveWritten written = SequenceFiles.Close(file, how.Sealing, opening, completesErasures: true);
        IndexCommand.TellTorn(program, written);
        if (report.Check.Front.Unsigned > 0)
        {
            program.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody had signed the last {report.Check.Front.Unsigned} of the {report.Check.Front.Frames} frames: they are signed now as they stand."));
        }

        return written;
    }
}
