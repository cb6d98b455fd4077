// dare encode | decode | verify (command-line reference, section 9).

using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>Sealed and signed files.</summary>
internal static class DareCommands
{
    private const string Extension = ".dare";

    public static Command Make(ManagerProgram program) =>
        ManagerProgram.Group("dare", "Sealed and signed files", Encode(program), Decode(program), Verify(program));

    private static FormedArgument<string> Input(string what) => new("in", ValueForm.File) { Description = $"the {what}, or - for standard input" };

    private static FormedArgument<string?> Output() => new("out", ValueForm.File)
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "the file to write, or - for standard output",
    };

    private static FormedOption<string?> Out() => new("--out", ValueForm.File) { Description = "the file to write, in place of the second parameter" };

    private static Command Encode(ManagerProgram program)
    {
        FormedArgument<string> input = Input("file to seal");
        FormedArgument<string?> output = Output();
        FormedOption<string?> outOption = Out();
        var encrypt = new FormedOption<string[]>("--encrypt", Forms.Account) { Description = "who may open it: the address or UDF of an account (repeatable)" };
        var sign = new FormedOption<string[]>("--sign", Forms.Account) { Description = "who signs it: the address of an account here (repeatable)" };
        var contentType = new FormedOption<string?>("--cty", Forms.MediaType) { Description = "media type; by default from the name of the file" };
        var options = new AccountOptions();
        return program.Command("encode", "Seal a file", async (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            string target = Target(parsed.GetValue(output), parsed.GetValue(outOption)) ?? Fresh(DefaultOutput(source));
            string[] recipients = parsed.GetValue(encrypt) ?? [];
            string[] signers = parsed.GetValue(sign) ?? [];
            using MeshMachine machine = ManagerProgram.OpenMachine();

            // A key that a removed device has is not sealed to any more, once this device can know that.
            MeshAccount account = recipients.Length + signers.Length == 0
                ? options.Open(machine, parsed)
                : await options.OpenAnywayAsync(program, machine, parsed, "Sealed with the keys that this device knows.", cancel).ConfigureAwait(false);
            using Progress progress = Progress.Start(program.Terminal, source, cancel);
            FileSealed file = account.EncodeFile(
                source, target, recipients, signers, parsed.GetValue(contentType) ?? MediaTypes.OfFile(source), progress);
            if (recipients.Length == 0)
            {
                program.Note($"{target} is not encrypted: say --encrypt with an address to seal it.");
            }

            return new CommandResult("ResultFile")
                .Field("Filename", file.Path).Field("TotalBytes", file.PlaintextBytes)
                .Field("Recipients", file.Recipients).Field("Signers", file.Signers)
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {file.PlaintextBytes} bytes sealed"));
        }, [input, output, outOption, encrypt, sign, contentType, .. options.All]);
    }

    private static Command Decode(ManagerProgram program)
    {
        FormedArgument<string> input = Input("sealed file");
        FormedArgument<string?> output = Output();
        FormedOption<string?> outOption = Out();
        var options = new AccountOptions();
        return program.Command("decode", "Verify and open a sealed file", async (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            string target = Target(parsed.GetValue(output), parsed.GetValue(outOption)) ?? Fresh(DecodedName(source));
            using MeshMachine machine = ManagerProgram.OpenMachine();
            MeshAccount account = options.Open(machine, parsed);
            await LearnOfRemovalAsync(program, account, parsed.GetValue(options.Sync), cancel).ConfigureAwait(false);
            using Progress progress = Progress.Start(program.Terminal, source, cancel);
            FileOpened file = account.DecodeFile(source, target, progress);
            if (file.Signatures.Count == 0)
            {
                program.Note($"{Path.GetFileName(source)} is unsigned, or signed by nobody known here: nothing shows who made it.");
            }

            if (file.Signatures.FirstOrDefault(s => s.IsReplaced) is { } old)
            {
                program.Note(
                    $"{Path.GetFileName(source)} is signed with a key of {old.Signer} that was replaced since: whoever has a removed device can make such a signature still.");
            }

            return new CommandResult("ResultFile")
                .Field("Filename", file.Path).Field("TotalBytes", file.PlaintextBytes).Field("Encrypted", file.WasEncrypted)
                .Field("Signers", file.Signatures.Select(s => s.Signer ?? s.Kid))
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {file.PlaintextBytes} bytes"));
        }, [input, output, outOption, .. options.All]);
    }

    private static Command Verify(ManagerProgram program)
    {
        FormedArgument<string> input = Input("sealed file");
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

    // A device that was removed hears of it at its next contact; a service that cannot be reached does not keep people from their files.
    private static async Task LearnOfRemovalAsync(ManagerProgram program, MeshAccount account, bool sync, CancellationToken cancel)
    {
        if (!sync)
        {
            return;
        }

        try
        {
            await account.CheckRemovalAsync(cancel).ConfigureAwait(false);
        }
        catch (ClientException e) when (e.Code is ClientError.Unreachable)
        {
            // Offline: what is here can be opened here.
        }
        catch (ClientException e) when (AccountOptions.IsTroubleOfService(e))
        {
            // A provider that lies, or knows the account no more, does not keep people from their files either; they hear of it.
            program.Note(e.Message);
        }
    }

    private static string? Target(string? parameter, string? option) => parameter is not null && option is not null
        ? throw CommandException.Usage("The file to write is named twice.")
        : parameter ?? option;

    // Only a name that was typed is written over.
    private static string Fresh(string name) => name != SealedFiles.StandardStream && File.Exists(name)
        ? throw new CommandException(ExitCode.Error, $"{name} exists already. Name the file to write, to replace it.")
        : name;

    private static string DefaultOutput(string source) => source == SealedFiles.StandardStream ? source : source + Extension;

    private static string DecodedName(string source) => source switch
    {
        SealedFiles.StandardStream => source,
        _ when source.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && source.Length > Extension.Length => source[..^Extension.Length],
        _ => throw CommandException.Usage($"Name the file to write: {Path.GetFileName(source)} does not end in {Extension}."),
    };
}
