using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare decode</c>: verifies what is signed, then opens (command-line reference, section 9).</summary>
internal static class DecodeCommand
{
    public static Command Make(ManagerProgram program)
    {
        FormedArgument<string> input = DareFiles.Input("sealed file");
        FormedArgument<string?> output = DareFiles.Output();
        FormedOption<string?> outOption = DareFiles.Out();
        var opening = new OpeningOptions();
        var options = new AccountOptions();
        Option<bool> unauthenticated = OldForms.Unauthenticated();
        return program.Command("decode", "Verify and open a sealed file", async (parsed, cancel) =>
        {
            string source = parsed.GetValue(input)!;
            if (FileKinds.Of(source) != FileKind.Envelope)
            {
                throw new CommandException(ExitCode.Error, $"{source} holds more than one file: meshman dare list shows them, and extract takes them out.");
            }

            using OpeningKeys keys = opening.Read(program, parsed, source);
            string target = DareFiles.Target(parsed.GetValue(output), parsed.GetValue(outOption)) ?? DareFiles.Fresh(DareFiles.OpenedName(source));
            using MeshMachine? machine = LocalAccount.OpenMachine(program, parsed, options, isNeeded: !keys.IsGiven);
            MeshAccount? account = LocalAccount.Open(machine, parsed, options, isNeeded: !keys.IsGiven);
            if (account is not null && !keys.IsGiven)
            {
                await LearnOfRemovalAsync(program, account, parsed.GetValue(options.Sync), cancel).ConfigureAwait(false);
            }

            using Progress progress = Progress.Start(program.Terminal, source, cancel);
            FileOpening given = keys.ToOpening() with { Unauthenticated = parsed.GetValue(unauthenticated) };
            FileOpened file = account is null
                ? SealedFiles.Open(source, target, given, progress)
                : account.DecodeFile(source, target, given, progress);
            Tell(program, source, file);
            return new CommandResult("ResultFile") { IsBesideOutput = target == SealedFiles.StandardStream }
                .Field("Filename", file.Path).Field("TotalBytes", file.PlaintextBytes).Field("Encrypted", file.WasEncrypted)
                .Field("Signers", file.Signatures.Where(s => s.Verified).Select(s => s.Signer ?? s.Kid))
                .Field("StatedName", file.Filename).Field("Modified", file.Modified)
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {file.PlaintextBytes} bytes"));
        }, [input, output, outOption, unauthenticated, .. opening.All, .. options.All]);
    }

    private static void Tell(ManagerProgram program, string source, FileOpened file)
    {
        string name = source == SealedFiles.StandardStream ? "The input" : Path.GetFileName(source);
        ArchiveOpening.TellSigners(program, name, file.Signatures);
        if (file.Signatures.Any(s => s.CoversBodyAlone))
        {
            program.Note($"{name} is signed as old programs sign: over what it contains, and not over names and times.");
        }
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
}
