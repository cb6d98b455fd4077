using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare encode</c>: seals and signs a file, or each file of a folder (command-line reference, section 9).</summary>
internal sealed class EncodeCommand
{
    private readonly ManagerProgram _program;
    private readonly FormedArgument<string> _input = DareFiles.Input("file or folder to seal");
    private readonly FormedArgument<string?> _output = DareFiles.Output();
    private readonly FormedOption<string?> _out = DareFiles.Out();
    private readonly SealingOptions _sealing = new();
    private readonly AccountOptions _accounts = new();
    private readonly FormedOption<string?> _contentType = new("--cty", Forms.MediaType) { Description = "media type; by default from the name of the file" };
    private readonly Option<bool> _withName = new("--name") { Description = "state the name of the file and when it was changed" };
    private readonly Option<bool> _hideNames = new("--hide-names") { Description = "hide what is stated of the file from all but the recipients" };
    private readonly FormedOption<string?> _cover = new("--cover", ValueForm.File)
    {
        Description = "an HTML file for people who cannot open it: in clear, and anybody can change it",
    };

    private readonly Option<bool> _detached = new("--detached") { Description = "sign the file as it is: the signatures go to a file of their own" };
    private readonly Option<bool> _sub = new("--sub") { Description = "of a folder, look into the folders inside as well" };

    private readonly OldSealingOptions _old = new();

    private EncodeCommand(ManagerProgram program) => _program = program;

    public static Command Make(ManagerProgram program)
    {
        var command = new EncodeCommand(program);
        return program.Command(
            "encode",
            "Seal a file, or each file of a folder",
            command.RunAsync,
            [
                command._input, command._output, command._out, .. command._sealing.All, command._contentType, command._withName, command._hideNames,
                command._cover, command._detached, command._sub, .. command._old.All, .. command._accounts.All,
            ]);
    }

    private async Task<CommandResult> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        string source = parsed.GetValue(_input)!;
        using SealingKeys keys = _sealing.Read(_program, parsed, source);
        bool isFolder = source != SealedFiles.StandardStream && Directory.Exists(source);
        Check(parsed, keys, isFolder ? source : null);
        string? named = DareFiles.Target(parsed.GetValue(_output), parsed.GetValue(_out));
        FileSet? folder = isFolder ? FileSet.Of(source, named, parsed.GetValue(_sub)) : null;
        string target = named ?? (folder is null ? DareFiles.Fresh(DareFiles.SealedName(source)) : source);
        byte[] cover = parsed.GetValue(_cover) is { } file ? CoverFile.Read(file) : [];

        if (keys.NamesAccounts && !ManagerProgram.HasHome)
        {
            throw new ClientException(ClientError.NoAccount, "There is no account on this machine. Create one, or join one.");
        }

        // A key that a removed device has is not sealed to any more, once this device can know that.
        using MeshMachine? machine = keys.NamesAccounts ? ManagerProgram.OpenMachine() : null;
        using FileKeys? accounts = machine is null
            ? null
            : (await _accounts.OpenAnywayAsync(_program, machine, parsed, "Sealed with the keys that this device knows.", cancel).ConfigureAwait(false))
                .OpenFileKeys(keys.AccountRecipients, keys.AccountSigners);
        FileSealing sealing = keys.With(accounts) with
        {
            WithName = parsed.GetValue(_withName),
            HidesMetadata = parsed.GetValue(_hideNames),
            Cover = cover,
            ForOldReaders = _old.IsCompat(parsed),
            Unauthenticated = _old.IsUnauthenticated(parsed),
        };
        CommandResult result = folder is null
            ? Report(Seal(source, target, sealing, parsed, cancel))
            : Report(target, [.. folder.Files.Select(f => Seal(f.Source, FileSet.WithFolder(f.Target), sealing, parsed, cancel))], folder.PassedOver);
        if (!sealing.IsEncrypted && !parsed.GetValue(_detached))
        {
            _program.Note($"{target} is not encrypted: say --encrypt with an address or a public key to seal it.");
        }

        return result;
    }

    private void Check(ParseResult parsed, SealingKeys keys, string? folder)
    {
        _old.Check(parsed, keys, NotOld(parsed));
        if (folder is not null && !keys.IsEncrypted && !keys.IsSigned)
        {
            throw CommandException.Usage($"{folder} is a folder: say --encrypt with who may open its files, or --sign with who signs them.");
        }

        if (parsed.GetValue(_detached) && (keys.IsEncrypted || !keys.IsSigned))
        {
            throw CommandException.Usage(
                keys.IsEncrypted
                    ? "--detached signs a file that stays as it is: it cannot be encrypted by the same command."
                    : "--detached signs a file that stays as it is: say --sign with who signs it.");
        }

        if (parsed.GetValue(_hideNames) && !keys.IsEncrypted)
        {
            throw CommandException.Usage("--hide-names hides from all but the recipients: say --encrypt with who may open it.");
        }
    }

    private IEnumerable<string> NotOld(ParseResult parsed) =>
        new Option[] { _hideNames, _cover, _detached }.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    private FileSealed Seal(string source, string target, FileSealing sealing, ParseResult parsed, CancellationToken cancel)
    {
        using Progress progress = Progress.Start(_program.Terminal, source, cancel);
        var files = new SealedFiles(SystemRandom.Instance, TimeProvider.System);
        FileSealing each = sealing with { ContentType = parsed.GetValue(_contentType) ?? MediaTypes.OfFile(source) };
        return parsed.GetValue(_detached)
            ? files.SignDetached(source, target, each, progress)
            : files.Seal(source, target, each, progress);
    }

    private static CommandResult Report(FileSealed file) => Fields(
            new CommandResult("ResultFile") { IsBesideOutput = file.Path == SealedFiles.StandardStream }.Field("Filename", file.Path), file.PlaintextBytes, file)
        .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {file.PlaintextBytes} bytes sealed"));

    private static CommandResult Report(string folder, FileSealed[] files, int passedOver)
    {
        CommandResult result = Fields(new CommandResult("ResultFile").Field("Filename", folder), files.Sum(f => f.PlaintextBytes), files[0])
            .Field("PassedOver", passedOver)
            .Field("Files", files.Select(f => new CommandResult("File").Field("Filename", f.Path).Field("TotalBytes", f.PlaintextBytes)));
        foreach (FileSealed file in files)
        {
            result.VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file.Path}: {file.PlaintextBytes} bytes sealed"));
        }

        return passedOver == 0
            ? result
            : result.VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{passedOver} passed over: links, devices and sealed files"));
    }

    private static CommandResult Fields(CommandResult result, long bytes, FileSealed file) => result
        .Field("TotalBytes", bytes).Field("Recipients", file.Recipients).Field("Passphrase", file.HasPassphrase ? true : null).Field("Signers", file.Signers);
}
