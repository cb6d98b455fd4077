using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare verify</c>: verifies without opening (command-line reference, section 9).</summary>
internal static class VerifyCommand
{
    public static Command Make(ManagerProgram program)
    {
        FormedArgument<string> input = DareFiles.Input("sealed file or archive");
        var body = new FormedArgument<string?>("file", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "the file that it signs, where that is kept apart (encode --detached)",
        };
        var opening = new ArchiveOpening();
        FormedOption<string?> note = NoteOption.Make();
        return program.Command("verify", "Verify a sealed file or an archive without opening it", (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            string? apart = parsed.GetValue(body);
            if (apart is null && FileKinds.Of(source) == FileKind.Sequence)
            {
                return Task.FromResult(SequenceVerification.Run(program, parsed, source, opening, parsed.GetValue(note), cancel));
            }

            if (parsed.GetValue(note) is not null)
            {
                throw CommandException.Usage("--checkpoint is about a log: a sealed file has no earlier states.");
            }

            if (apart is null && OldForms.IsArchive(source))
            {
                return Task.FromResult(opening.With(program, parsed, source, needsKeys: false, (keys, given) =>
                    OldArchives.Read(source, given, open => OldVerification.Run(source, open, keys.Signers))));
            }

            if (source == SealedFiles.StandardStream && apart == SealedFiles.StandardStream)
            {
                throw CommandException.Usage("Standard input is named more than once.");
            }

            // Of a file that is not there it cannot be told what it is.
            if (opening.IsGiven(parsed) && (source == SealedFiles.StandardStream || File.Exists(source)))
            {
                throw CommandException.Usage("A sealed file is verified without --key and --passphrase: dare decode opens it, and verifies all of it.");
            }

            using OpeningKeys keys = opening.ReadSigners(parsed);
            using MeshMachine? machine = LocalAccount.OpenMachine(program, parsed, opening.Accounts, isNeeded: keys.Signers.Count == 0);
            IReadOnlyCollection<KnownSigner> known = [.. machine?.KnownSigners(parsed.GetValue(opening.Accounts.Account)) ?? [], .. keys.Signers];
            using Progress progress = Progress.Start(program.Terminal, apart ?? source, cancel);
            FileReport report = apart is null ? SealedFiles.Verify(source, known, progress) : SealedFiles.VerifyDetached(source, apart, known, progress);
            return Task.FromResult(Report(report, NamedSigners.Problem("file", report.Signatures, keys.Signers)));
        }, [input, body, note, .. opening.Options]);
    }

    private static CommandResult Report(FileReport report, string? problem)
    {
        CommandResult result = new CommandResult("ResultFile", problem is null ? ExitCode.Success : ExitCode.VerificationFailed)
            {
                Problem = problem is null ? null : $"{Path.GetFileName(report.Path)} does not verify: {problem}",
            }
            .Field("Reason", problem).Field("Filename", report.Path).Field("TotalBytes", report.Bytes).Field("EncryptionAlgorithm", report.EncryptionAlgorithm)
            .Field("Recipients", report.Recipients).Field("DigestAlgorithm", report.DigestAlgorithm)
            .Field("Verified", report.Verified)
            .Field("Signatures", report.Signatures.Select(s =>
                new CommandResult("Signature").Field("Kid", s.Kid).Field("Verified", s.Verified).Field("Signer", s.Signer)))
            .Field("Detached", report.Detached).Field("ContentType", report.ContentType).Field("StatedName", report.Filename)
            .Field("Modified", report.Modified).Field("Cover", report.Cover)
            .Line($"File: {Path.GetFileName(report.Path)}");
        if (report.Detached is { } apart)
        {
            result.Line($"    Signs: {Path.GetFileName(apart)}");
        }

        result.Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {report.Bytes}"));
        if (report.Filename is { } name)
        {
            result.Line($"    Name: {name}{(report.Modified is { } time ? $", changed {time}" : "")}");
        }

        if (report.EncryptionAlgorithm is { } cipher)
        {
            result.Line($"    Encryption Algorithm: {cipher}");
        }

        foreach (string recipient in report.Recipients)
        {
            result.Line($"        Recipient: {recipient}");
        }

        if (report.DigestAlgorithm is { } digest)
        {
            string value = Convert.ToHexString(report.PayloadDigest.Span);
            result.Field("PayloadDigest", value).Line($"    Digest Algorithm: {digest}").Line($"    Payload Digest: {value}");
        }

        foreach (SignatureReport signature in report.Signatures)
        {
            result.Line($"        Signer: {signature.Kid}");
        }

        if (report.Cover is { } cover)
        {
            result.Line(string.Create(CultureInfo.InvariantCulture, $"    Cover: {cover.Length} characters of HTML")).VerboseLine(cover);
        }

        foreach (string statement in report.Verified)
        {
            result.Line($"    Verified: {statement}");
        }

        return result;
    }
}
