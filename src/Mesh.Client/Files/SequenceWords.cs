using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What sequences are called, and what is told of one that was verified: exactly the statements that hold.</summary>
internal static class SequenceWords
{
    /// <summary>Archive, log or sequence.</summary>
    public static string Kind(string? contentType) => contentType switch
    {
        SequenceContent.Archive => "archive",
        SequenceContent.Log => "log",
        _ => "sequence",
    };

    /// <summary>So many of something.</summary>
    public static string Count(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    public static List<string> Statements(SequenceReport report, IReadOnlyList<SignatureReport> signatures, NoteFile? note)
    {
        if (report.Head is not { } head)
        {
            return [];
        }

        List<string> holds = [$"form, place, digest and root of {Frames(report)}"];
        if (report.Fault is not null)
        {
            holds.Add("nothing about who made them, and nothing about what follows");
            return holds;
        }

        AddSigners(holds, report, signatures, Kind(head.ContentType));
        if (note is not null)
        {
            holds.Add($"it continues the {Count(note.Count, "frame", "frames")} that {note.Name} is about");
        }

        AddUnseen(holds, report);
        return holds;
    }

    private static string Frames(SequenceReport report) => report.Fault is null
        ? report.Frames == 1 ? "the one frame that there is" : $"all {report.Frames} frames"
        : $"the first {Count(report.Frames, "frame", "frames")}, octets 0 to {report.End}";

    private static void AddSigners(List<string> holds, SequenceReport report, IReadOnlyList<SignatureReport> signatures, string kind)
    {
        bool isolated = report.Signatures.Count == 0;
        string over = isolated ? "every entry by itself"
            : report.Unsigned > 0 ? $"the first {report.Frames - report.Unsigned} of {report.Frames} frames"
            : "all of it";
        foreach (SignatureReport signature in signatures)
        {
            string made = signature.Created is { } created ? $", made {MeshTime.Format(created)}" : "";
            holds.Add(signature.Verified
                ? $"the signature of {signature.Signer} ({signature.Kid}) over {over}{made}{(signature.IsReplaced ? FileReports.Replaced : "")}"
                : $"the signature by {signature.Kid} over {over}{made}; nothing about whose key that is");
        }

        if (signatures.Count == 0)
        {
            holds.Add($"no author: the {kind} is unsigned");
        }

        if (report.Unsigned > 0)
        {
            holds.Add($"nothing about who made the last {Count(report.Unsigned, "frame", "frames")}: nobody signed them, and readers leave them out");
        }
    }

    private static void AddUnseen(List<string> holds, SequenceReport report)
    {
        if (report.Hidden > 0)
        {
            holds.Add($"nothing about the hidden metadata of {Count(report.Hidden, "entry", "entries")}, which no key at hand opens");
        }

        if (report.Erased > 0)
        {
            holds.Add($"that {Count(report.Erased, "entry was", "entries were")} erased, and nothing about what that held");
        }

        if (report.PendingErasures > 0)
        {
            holds.Add($"that {Count(report.PendingErasures, "entry was", "entries were")} to be erased, which was not finished");
        }

        if (report.SealedIndexes > 0)
        {
            holds.Add($"nothing about what {Count(report.SealedIndexes, "sealed index frame says", "sealed index frames say")}, which no key at hand opens");
        }

        if (report.UncomparedSalts > 0)
        {
            holds.Add($"nothing about repeated salts in {Count(report.UncomparedSalts, "frame", "frames")}: there are too many to remember");
        }

        if (report.Head?.Policy?.RequiresEncryption == true)
        {
            holds.Add("nothing about the plaintext: that is verified when an entry is extracted");
        }

        if (!report.IsClosed)
        {
            holds.Add("nothing about its end: no index frame is there, so that it is being written, or was cut short");
        }
    }
}
