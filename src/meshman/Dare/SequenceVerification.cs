using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare verify</c> of archives and other sequences: all of it, from the first octet to the last, with keys or without.</summary>
internal static class SequenceVerification
{
    /// <param name="program">The program.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The sequence.</param>
    /// <param name="opening">What opens it.</param>
    /// <param name="note">A file with a note that it has to continue; null for none.</param>
    /// <param name="cancel">Ends the work.</param>
    public static CommandResult Run(ManagerProgram program, ParseResult parsed, string file, ArchiveOpening opening, string? note, CancellationToken cancel) =>
        SubsetFiles.Is(file) ? OfSubset(program, parsed, file, opening, note, cancel) : opening.With(program, parsed, file, needsKeys: false, (keys, given) =>
        {
            SequenceVerified verified;
            using (Progress progress = Progress.Start(program.Terminal, file, cancel))
            {
                verified = SequenceFiles.Verify(file, given, note, progress, cancel);
            }

            return Report(verified, Problem(verified, keys.Signers));
        });

    /// <summary>Where something is wrong, in words.</summary>
    public static string Place(SequenceFault fault) =>
        string.Create(CultureInfo.InvariantCulture, $"frame {fault.Frame}, at octet {fault.Offset}: {fault.Message}");

    /// <summary>What frame 0 says of a sequence: kind, who can read it, who signs it.</summary>
    public static void TellHead(CommandResult result, SequenceReport report, string kind)
    {
        if (report.Head is not { } head)
        {
            return;
        }

        result.Field("Type", kind).Line($"    Type: {kind}").Line($"    Frames: {Frames(report)}");
        if (head.Policy is { RequiresEncryption: true } policy)
        {
            result.Field("EncryptionAlgorithm", policy.EncryptionAlgorithm).Field("Recipients", policy.EncryptKeys.Select(k => k.Kid))
                .Field("Hidden", policy.IsHidden)
                .Line($"    Encryption Algorithm: {policy.EncryptionAlgorithm}{(policy.IsHidden ? ", names hidden" : "")}");
            foreach (AgreementPublicKey key in policy.EncryptKeys)
            {
                result.Line($"        Recipient: {key.Kid}");
            }
        }

        result.Field("Frames", report.Frames).Field("Entries", report.Entries).Field("IndexFrames", report.IndexFrames)
            .Field("Checkpoints", report.Checkpoints).Field("Exchanges", report.Exchanges)
            .Field("Origin", Convert.ToHexString(head.Origin.Span));
    }

    private static CommandResult OfSubset(
        ManagerProgram program, ParseResult parsed, string file, ArchiveOpening opening, string? note, CancellationToken cancel) => note is null
        ? SubsetVerification.Run(program, parsed, file, opening, cancel)
        : throw CommandException.Usage($"--checkpoint takes all of a log: {Path.GetFileName(file)} is a copy of some entries.");

    private static string? Problem(SequenceVerified verified, IReadOnlyCollection<KnownSigner> named) => verified.Report.Fault is { } fault
        ? Place(fault)
        : NamedSigners.Problem(verified.Kind, verified.Signatures, named);

    private static CommandResult Report(SequenceVerified verified, string? problem)
    {
        SequenceReport report = verified.Report;
        CommandResult result = new CommandResult("ResultFile", problem is null ? ExitCode.Success : ExitCode.VerificationFailed)
        {
            Problem = problem is null ? null : $"{Path.GetFileName(verified.Path)} does not verify: {problem}",
        }.Field("Reason", problem).Field("Filename", verified.Path).Field("TotalBytes", report.Length)
            .Line($"File: {Path.GetFileName(verified.Path)}")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {report.Length}"));
        TellHead(result, report, verified.Kind);
        if (report.State is { } state)
        {
            string root = Convert.ToHexString(state.Root.Span);
            result.Field("Root", root).Line("    Digest Algorithm: S512").Line($"    Root: {root}");
        }

        foreach (SignatureReport signature in verified.Signatures)
        {
            result.Line($"        Signer: {signature.Kid}");
        }

        if (report.Fault is { } fault)
        {
            result.Field("FaultFrame", fault.Frame).Field("FaultOffset", fault.Offset).Line($"    Fault: {Place(fault)}");
        }

        foreach (string statement in verified.Statements)
        {
            result.Line($"    Verified: {statement}");
        }

        return result.Field("Verified", verified.Statements)
            .Field("Signatures", verified.Signatures.Select(s =>
                new CommandResult("Signature").Field("Kid", s.Kid).Field("Verified", s.Verified).Field("Signer", s.Signer)))
            .Field("Closed", report.IsClosed).Field("Unsigned", report.Unsigned)
            .Field("HiddenUnseen", report.Hidden).Field("IndexesUnseen", report.SealedIndexes);
    }

    private static string Frames(SequenceReport report)
    {
        List<string> parts = ["head", Count(report.Entries, "entry", "entries")];
        if (report.IndexFrames > 0)
        {
            parts.Add(Count(report.IndexFrames, "index frame", "index frames"));
        }

        if (report.Checkpoints > 0)
        {
            parts.Add(Count(report.Checkpoints, "checkpoint", "checkpoints"));
        }

        if (report.Exchanges > 0)
        {
            parts.Add(Count(report.Exchanges, "exchange of keys", "exchanges of keys"));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{report.Frames} ({string.Join(", ", parts)})");
    }

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
