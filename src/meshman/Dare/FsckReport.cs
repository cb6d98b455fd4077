using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>What <c>dare fsck</c> found and did.</summary>
internal sealed class FsckReport(string file, SequenceCheckReport check)
{
    // A file can be damaged everywhere; --verbose and --json show all of it.
    private const int Shown = 20;

    private readonly List<CommandResult> _good = [];
    private readonly List<CommandResult> _lost = [];
    private readonly List<(long At, string Text)> _lines = [];
    private ArchiveWritten? _repaired;
    private SequenceCopied? _saved;

    public SequenceCheckReport Check => check;

    /// <summary>What is wrong still, to follow the name of the file; null when nothing is.</summary>
    private string? Problem => check.Faults.Count == 0 || _repaired is not null ? null
        : check.Faults[0].Code == DareError.SignatureMissing ? "is signed by nobody, which its policy demands"
        : check.Repair == SequenceRepair.CutTornEnd ? $"was not finished: {SequenceVerification.Place(check.Faults[0])}"
        : $"is damaged: {SequenceVerification.Place(check.Faults[0])}";

    public void Repaired(ArchiveWritten? written) => _repaired = written;

    public void Saved(SequenceCopied copied) => _saved = copied;

    public CommandResult ToResult()
    {
        SequenceReport front = check.Front;
        CommandResult result = new CommandResult("ResultFile", Problem is null ? ExitCode.Success : ExitCode.VerificationFailed)
        {
            Problem = Problem is null ? null : $"{Path.GetFileName(file)} {Problem}",
        }.Field("Reason", Problem).Field("Filename", file).Field("TotalBytes", front.Length)
            .Line($"File: {Path.GetFileName(file)}")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {front.Length}"));
        SequenceVerification.TellHead(result, front, SequenceFiles.KindOf(front.Head?.ContentType));
        Survey();
        Print(result);
        result.Field("Faults", check.Faults.Select(f => new CommandResult("Fault").Field("Frame", f.Frame).Field("Offset", f.Offset).Field("Reason", f.Message)))
            .Field("Good", _good).Field("Lost", _lost)
            .Field("Repair", check.Repair.ToString()).Field("Repaired", _repaired is not null).Field("Torn", _repaired?.Torn);
        result.Line($"    Repair: {Advice()}");
        return _saved is null ? result : TellSaved(result, _saved);
    }

    private void Survey()
    {
        SequenceReport front = check.Front;
        long at = 0;
        long next = 0;
        if (front.Frames > 0)
        {
            Good(0, front.Frames - 1, 0, front.End, "");
            (at, next) = (front.End, front.Frames);
        }

        foreach (FrameRange range in check.Behind)
        {
            Lost(at, range.Start, next, range.First);
            string covered = range.Covered == range.Last - range.First + 1 ? ", shown to belong here by the root behind"
                : range.Covered > 0 ? string.Create(CultureInfo.InvariantCulture, $", {range.Covered} of them shown to belong here by the root behind")
                : ", whole, though no root at hand shows that they belong here";
            Good(range.First, range.Last, range.Start, range.End, covered);
            (at, next) = (range.End, range.Last + 1);
        }

        Lost(at, front.Length, next, null);
        foreach (SequenceFault fault in check.Faults)
        {
            _lines.Add((fault.Offset, $"    Fault: {SequenceVerification.Place(fault)}"));
        }
    }

    private void Good(long first, long last, long start, long end, string more)
    {
        string text = $"    Good: {Frames(first, last)}, {Octets(start, end)}{more}";
        _good.Add(new CommandResult("Range").Field("First", first).Field("Last", last).Field("Start", start).Field("End", end));
        _lines.Add((start, text));
    }

    private void Lost(long start, long end, long next, long? following)
    {
        if (start >= end)
        {
            return;
        }

        string frames = following > next ? $"{Frames(next, following.Value - 1)}, " : "";
        string text = $"    Lost: {frames}{Octets(start, end)}";
        _lost.Add(new CommandResult("Range").Field("Start", start).Field("End", end));
        _lines.Add((start, text));
    }

    private void Print(CommandResult result)
    {
        // A fault comes before the octets that it costs.
        List<(long At, string Text)> sorted = [.. _lines.OrderBy(l => l.At).ThenBy(l => l.Text, StringComparer.Ordinal)];
        for (int i = 0; i < sorted.Count; i++)
        {
            if (i < Shown)
            {
                result.Line(sorted[i].Text);
            }
            else
            {
                result.VerboseLine(sorted[i].Text);
            }
        }

        if (sorted.Count > Shown)
        {
            result.Line(string.Create(CultureInfo.InvariantCulture, $"    ... {sorted.Count - Shown} lines more, which --verbose shows"));
        }
    }

    private long Behind => check.Behind.Sum(r => r.Last - r.First + 1);

    private string Advice() => (check.Repair, _repaired) switch
    {
        (_, { Torn: { } torn }) => $"done: what was left is in {torn}, and an index was written",
        (SequenceRepair.Erase, not null) => "done: what was to be erased is erased",
        (_, not null) => "done: an index was written",
        (SequenceRepair.None, _) => "there is nothing to do",
        (SequenceRepair.Erase, _) => "an erasure was begun and not finished; --repair completes it",
        (SequenceRepair.Close, _) => "nothing is wrong; the index at the end is missing, and --repair writes it",
        (SequenceRepair.CutTornEnd, _) when Behind > 0 => string.Create(
            CultureInfo.InvariantCulture,
            $"no frame that closes is left: --repair puts aside all from octet {check.Faults[0].Offset} on, the whole frames there as well"),
        (SequenceRepair.CutTornEnd, _) => "--repair puts aside what an interrupted program left at the end, and writes an index",
        (SequenceRepair.Salvage, _) => "what was complete is changed or gone, and cannot be repaired; --save copies what is good",
        _ when check.Faults.Any(f => f.Code == DareError.SignatureMissing) =>
            "nobody signed any of it; whoever knows that it is theirs signs it as it stands with dare index",
        _ => "nothing of it can be trusted",
    };

    private CommandResult TellSaved(CommandResult result, SequenceCopied saved)
    {
        result.Field("Saved", saved.Written.Path).Field("SavedEntries", saved.Copied)
            .Field("LeftOut", saved.Skipped.Select(f => new CommandResult("Fault").Field("Frame", f.Frame).Field("Offset", f.Offset).Field("Reason", f.Message)))
            .Line(string.Create(
                CultureInfo.InvariantCulture,
                $"    Saved: {saved.Copied} {(saved.Copied == 1 ? "entry" : "entries")} to {Path.GetFileName(saved.Written.Path)}, {saved.Skipped.Count} left out"));
        foreach (SequenceFault fault in saved.Skipped.Take(Shown))
        {
            result.Line($"    Left out: frame {fault.Frame}: {fault.Message}");
        }

        // Without an index, nobody finds what is behind a damage.
        foreach (FrameRange range in check.Behind.Where(r => r.Last >= saved.Standing.Count))
        {
            result.Line($"    Left out: {Frames(Math.Max(range.First, saved.Standing.Count), range.Last)}: no root at hand shows that they belong here");
        }

        return result;
    }

    private static string Frames(long first, long last) => first == last
        ? string.Create(CultureInfo.InvariantCulture, $"frame {first}")
        : string.Create(CultureInfo.InvariantCulture, $"frames {first} to {last}");

    private static string Octets(long start, long end) => string.Create(CultureInfo.InvariantCulture, $"octets {start} to {end - 1}");
}
