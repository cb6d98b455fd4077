using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>What the commands that change an archive have in common: they need what opens it, and the keys of those who sign it.</summary>
internal sealed class ArchiveChange
{
    private readonly ArchiveOpening _opening = new();
    private readonly ArchiveSealing _sealing;
    private readonly FormedOption<string[]> _sign = new("--sign", Forms.Recipient)
    {
        Description = "who signs it, as its policy asks: the address of an account here, or a file with a private signature key (repeatable)",
    };

    public ArchiveChange() => _sealing = new ArchiveSealing(_opening.Accounts);

    /// <summary>The archive.</summary>
    public FormedArgument<string> Archive => _opening.Archive;

    /// <summary>Everything, to be added to a command after its own.</summary>
    public Symbol[] Options => [_sign, .. _sealing.CompressionOptions, .. _opening.Options];

    /// <summary>The name of the archive.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(Archive)!;

    /// <summary>Deletes entries, and destroys the contents of all their versions.</summary>
    public async Task<SequenceErased> EraseAsync(ManagerProgram program, ParseResult parsed, ArchivePath[] paths, CancellationToken cancel)
    {
        using SealingKeys keys = SealingOptions.ReadSigners(parsed.GetValue(_sign) ?? []);
        return await _sealing.WithAsync(
            program,
            parsed,
            keys,
            sealing => _opening.With(program, parsed, opening => ArchiveFiles.Erase(Name(parsed), sealing, opening, paths)),
            cancel).ConfigureAwait(false);
    }

    /// <summary>Opens the archive, changes it, and closes it.</summary>
    public async Task<CommandResult> RunAsync(
        ManagerProgram program, ParseResult parsed, Func<ArchiveWriter, CommandResult> work, CancellationToken cancel)
    {
        using SealingKeys keys = SealingOptions.ReadSigners(parsed.GetValue(_sign) ?? []);
        return await _sealing.WithAsync(program, parsed, keys, sealing => _opening.With(program, parsed, opening =>
        {
            CommandResult? result = null;
            ArchiveWritten written = ArchiveFiles.Write(
                Name(parsed), isNew: false, sealing, opening, _sealing.Compression(parsed), writer => result = work(writer));
            if (written.Torn is { } torn)
            {
                program.Note($"A program was interrupted while it wrote to {Path.GetFileName(written.Path)}: what it left is in {torn}.");
            }

            return result!.Field("Frames", written.Frames).Field("Recipients", written.Recipients).Field("Signers", written.Signers);
        }), cancel).ConfigureAwait(false);
    }
}
