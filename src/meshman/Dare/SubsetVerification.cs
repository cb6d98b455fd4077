using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare verify</c> of a copy of some entries: what is there, and that the rest is not.</summary>
internal static class SubsetVerification
{
    public static CommandResult Run(ManagerProgram program, ParseResult parsed, string file, ArchiveOpening opening, CancellationToken cancel) =>
        opening.With(program, parsed, file, needsKeys: false, (keys, given) =>
        {
            SubsetReport report;
            IReadOnlyList<SignatureReport> signatures;
            using (Progress progress = Progress.Start(program.Terminal, file, cancel))
            {
                (report, signatures) = SubsetFiles.Verify(file, given, progress, cancel);
            }

            return Report(file, report, signatures, Problem(report, signatures, keys.Signers));
        });

    private static string? Problem(SubsetReport report, IReadOnlyList<SignatureReport> signatures, IReadOnlyCollection<KnownSigner> named) =>
        report.Fault is { } fault ? SequenceVerification.Place(fault) : NamedSigners.Problem("archive", signatures, named);

    private static CommandResult Report(string file, SubsetReport report, IReadOnlyList<SignatureReport> signatures, string? problem)
    {
        CommandResult result = new CommandResult("ResultFile", problem is null ? ExitCode.Success : ExitCode.VerificationFailed)
        {
            Problem = problem is null ? null : $"{Path.GetFileName(file)} does not verify: {problem}",
        }.Field("Reason", problem).Field("Filename", file).Field("TotalBytes", report.PresentLength).Field("Type", "subset")
            .Field("OriginalBytes", report.Length).Field("Frames", report.Frames).Field("Present", report.Present).Field("Entries", report.Entries)
            .Line($"File: {Path.GetFileName(file)}")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Copy of some entries: {report.PresentLength} of {report.Length} bytes"));
        if (report.Fault is { } fault)
        {
            result.Field("FaultFrame", fault.Frame).Field("FaultOffset", fault.Offset).Line($"    Fault: {SequenceVerification.Place(fault)}");
        }

        List<string> statements = [.. Statements(report, signatures)];
        statements.ForEach(s => result.Line($"    Verified: {s}"));
        return result.Field("Root", report.State is { } state ? Convert.ToHexString(state.Root.Span) : null).Field("Verified", statements)
            .Field("Signatures", signatures.Select(s =>
                new CommandResult("Signature").Field("Kid", s.Kid).Field("Verified", s.Verified).Field("Signer", s.Signer)));
    }

    private static IEnumerable<string> Statements(SubsetReport report, IReadOnlyList<SignatureReport> signatures)
    {
        if (report.Fault is not null)
        {
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture, $"{report.Entries} entries, each under the root of the original, which has {report.Frames} frames");
        foreach (SignatureReport signature in signatures)
        {
            yield return signature.Verified
                ? $"the signature of {signature.Signer} ({signature.Kid}) over the root of the original"
                : $"the signature by {signature.Kid} over the root of the original; whose key that is is not known here";
        }

        if (signatures.Count == 0)
        {
            yield return "no author: the root is unsigned";
        }

        if (report.Erased > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"that the contents of {report.Erased} of them were erased");
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"nothing about the {report.Absent} frames that are not in this copy");
    }
}
