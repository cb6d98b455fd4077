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
        FormedArgument<string> input = DareFiles.Input("sealed file");
        var options = new AccountOptions();
        return program.Command("verify", "Verify a sealed file without opening it", (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            using MeshMachine machine = ManagerProgram.OpenMachine();
            using Progress progress = Progress.Start(program.Terminal, source, cancel);
            FileReport report = machine.VerifyFile(source, parsed.GetValue(options.Account), progress);
            return Task.FromResult(Report(report));
        }, [input, .. options.All]);
    }

    private static CommandResult Report(FileReport report)
    {
        var result = new CommandResult("ResultFile")
            .Field("Filename", report.Path).Field("TotalBytes", report.Bytes).Field("EncryptionAlgorithm", report.EncryptionAlgorithm)
            .Field("Recipients", report.Recipients).Field("DigestAlgorithm", report.DigestAlgorithm)
            .Field("Verified", report.Verified)
            .Field("Signatures", report.Signatures.Select(s =>
                new CommandResult("Signature").Field("Kid", s.Kid).Field("Verified", s.Verified).Field("Signer", s.Signer)))
            .Line($"File: {Path.GetFileName(report.Path)}")
            .Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {report.Bytes}"));
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

        foreach (string statement in report.Verified)
        {
            result.Line($"    Verified: {statement}");
        }

        return result;
    }
}
