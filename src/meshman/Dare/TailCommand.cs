using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare tail</c>: the last entries of a log, and those that come.</summary>
internal static class TailCommand
{
    private const int Usual = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening("the log");
        var last = new NumberOption("--last", Usual, 0, 1_000_000_000)
        {
            Description = $"how many entries; by default {Usual}, and all with --id, --since or --until",
        };
        last.Aliases.Add("-n");
        var follow = new Option<bool>("--follow") { Description = "go on with what is appended, until interrupted" };
        follow.Aliases.Add("-f");
        var id = new FormedOption<string?>("--id", Forms.EntryKey) { Description = "entries with this key alone" };
        var since = new FormedOption<string?>("--since", Forms.Moment) { Description = "entries from this time on" };
        var until = new FormedOption<string?>("--until", Forms.Moment) { Description = "entries before this time" };
        var unsigned = new Option<bool>("--unsigned") { Description = "show entries too that no signature covers yet" };
        FormedOption<string?> note = NoteOption.Make();
        return program.Command("tail", "Show the last entries of a log, and those that come", (parsed, cancel) =>
        {
            string file = parsed.GetValue(opening.Archive)!;
            if (parsed.GetValue(follow) && parsed.GetValue(until) is not null)
            {
                throw CommandException.Usage("--until is in the past, and --follow waits for the future: say one of them.");
            }

            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            var wanted = new LogFilter(parsed.GetValue(id), Parse(parsed.GetValue(since), now), Parse(parsed.GetValue(until), now));
            int? count = parsed.GetResult(last) is { Implicit: false } || wanted.IsEverything ? parsed.GetValue(last) : null;
            var output = new LogOutput(program, parsed, isStream: parsed.GetValue(follow));
            return Task.FromResult(opening.With(program, parsed, given => LogFiles.Read(file, given, parsed.GetValue(unsigned), open =>
            {
                if (parsed.GetValue(note) is { } name)
                {
                    open.RequireContinues(name);
                }

                Tell(program, file, open, parsed.GetValue(unsigned));
                foreach (JournalEntry entry in wanted.Of(open.Reader, count))
                {
                    cancel.ThrowIfCancellationRequested();
                    output.Show(entry);
                }

                if (parsed.GetValue(follow))
                {
                    Follow(open.Reader, wanted, output, cancel);
                }

                return output.Result(open);
            })));
        }, [opening.Archive, last, follow, id, since, until, unsigned, note, .. opening.Options]);
    }

    private static DateTimeOffset? Parse(string? text, DateTimeOffset now) =>
        text is not null && Moment.TryParse(text, now, out DateTimeOffset moment) ? moment : null;

    // Being interrupted is how this ends.
    private static void Follow(JournalReader reader, LogFilter wanted, LogOutput output, CancellationToken cancel)
    {
        long next = reader.Sequence.Count;
        while (!cancel.IsCancellationRequested)
        {
            if (!reader.Follow())
            {
                cancel.WaitHandle.WaitOne(Pause);
                continue;
            }

            foreach (JournalEntry entry in reader.From(next))
            {
                if (wanted.Takes(entry))
                {
                    output.Show(entry);
                }
            }

            next = reader.Sequence.Count;
        }
    }

    private static void Tell(ManagerProgram program, string file, OpenLog open, bool withUnsigned)
    {
        SequenceStanding standing = open.Reader.Sequence.Standing;
        string name = Path.GetFileName(file);
        if (standing.Fault is { } fault)
        {
            program.Note($"{name} goes on after its last good entry, with what is being written, an interrupted program left, or is damaged: {fault}");
        }

        if (standing.Unsigned > 0)
        {
            program.Note($"{name} has {standing.Unsigned} frames that no signature covers yet: {(withUnsigned ? "anybody may have written them." : "they are left out.")}");
        }

        ArchiveOpening.TellSigners(program, name, open.Signatures);
    }
}
