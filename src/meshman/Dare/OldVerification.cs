using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare verify</c> of archives of old forms: what the reading of all of it has shown.</summary>
internal static class OldVerification
{
    /// <param name="file">The file.</param>
    /// <param name="open">The archive.</param>
    /// <param name="named">Signers that were named: each entry must then be signed by one of them.</param>
    public static CommandResult Run(string file, OldArchive open, IReadOnlyCollection<KnownSigner> named)
    {
        List<PublishedEntry> entries = [.. open.Archive.Files()];
        string? problem = Problem(entries, named.Count > 0);
        PublishedSequence sequence = open.Archive.Sequence;
        List<string> statements = [.. Statements(open.Archive, entries)];
        CommandResult result = new CommandResult("ResultFile", problem is null ? ExitCode.Success : ExitCode.VerificationFailed)
            {
                Problem = problem is null ? null : $"{Path.GetFileName(file)} does not verify: {problem}",
            }
            .Field("Reason", problem).Field("Filename", file).Field("TotalBytes", sequence.Length)
            .Line($"File: {Path.GetFileName(file)}")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {sequence.Length}"))
            .Line($"    Type: {sequence.ContainerType ?? "none"}, of an old form")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Frames: {sequence.Count}, files now: {entries.Count}"));
        if (sequence.Apex is { } apex)
        {
            string text = Convert.ToHexString(apex.Span);
            result.Field("Apex", text).Line($"    Apex: {text}");
        }

        foreach (string statement in statements)
        {
            result.Line($"    Verified: {statement}");
        }

        return OldForms.Fields(result.Field("Verified", statements).Field("Entries", entries.Count), open);
    }

    private static string? Problem(List<PublishedEntry> entries, bool mustBeSigned) =>
        entries.FirstOrDefault(e => e.Problem is not null) is { } wrong ? $"{Show(wrong)} is refused, because {wrong.Problem}."
        : mustBeSigned && entries.FirstOrDefault(e => e.Level < VerificationLevel.Signed) is { } unsigned
            ? $"{Show(unsigned)} is not signed with a key that --signer names."
        : null;

    private static string Show(PublishedEntry entry) => $"\"{ArchivePath.Show(entry.Path ?? "")}\"";

    private static IEnumerable<string> Statements(PublishedArchive archive, List<PublishedEntry> entries)
    {
        yield return "the structure of the sequence";
        switch (archive.Sequence.Level)
        {
            case VerificationLevel.Apex:
                yield return "the digest of every body, all linked: who knows this apex from elsewhere knows that they are the same";
                break;
            case VerificationLevel.Digest:
                yield return "the digest of every body, which shows accidents only: anybody can compute it";
                break;
            default:
                yield return "nothing about bodies: not every one has a digest";
                break;
        }

        int signed = entries.Count(e => e.Level >= VerificationLevel.Signed);
        yield return signed == 0
            ? "no author: nothing is signed by anybody known here"
            : string.Create(CultureInfo.InvariantCulture, $"the signatures of known keys over the bodies of {signed} of {entries.Count} files");
        yield return "nothing about names, times and deletions: nothing authenticates them in old forms";
        if (entries.Any(e => e.IsEncrypted))
        {
            yield return "nothing about the plaintext: that is verified when it is extracted";
        }
    }
}
