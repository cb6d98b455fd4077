using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare encode</c>: seals and signs a file (command-line reference, section 9).</summary>
internal static class EncodeCommand
{
    public static Command Make(ManagerProgram program)
    {
        FormedArgument<string> input = DareFiles.Input("file to seal");
        FormedArgument<string?> output = DareFiles.Output();
        FormedOption<string?> outOption = DareFiles.Out();
        var encrypt = new FormedOption<string[]>("--encrypt", Forms.Account) { Description = "who may open it: the address or UDF of an account (repeatable)" };
        var sign = new FormedOption<string[]>("--sign", Forms.Account) { Description = "who signs it: the address of an account here (repeatable)" };
        var contentType = new FormedOption<string?>("--cty", Forms.MediaType) { Description = "media type; by default from the name of the file" };
        var options = new AccountOptions();
        return program.Command("encode", "Seal a file", async (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            string target = DareFiles.Target(parsed.GetValue(output), parsed.GetValue(outOption)) ?? DareFiles.Fresh(DareFiles.SealedName(source));
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
}
