using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>The parameters and options of commands that read an archive, and what they have in common.</summary>
internal sealed class ArchiveOpening(string description = "the archive")
{
    private readonly OpeningOptions _opening = new();
    private readonly AccountOptions _accounts = new();

    /// <summary>The archive.</summary>
    public FormedArgument<string> Archive { get; } = new("archive", ValueForm.File) { Description = description };

    /// <summary>Everything, to be added to a command after its own.</summary>
    public Symbol[] Options => [.. _opening.All, .. _accounts.All];

    /// <summary>Whether anything to open it with is named.</summary>
    public bool IsGiven(ParseResult parsed) => _opening.IsGiven(parsed);

    /// <summary>Reads the signers that are named.</summary>
    public OpeningKeys ReadSigners(ParseResult parsed) => _opening.ReadSigners(parsed);

    /// <summary>The options that name accounts.</summary>
    public AccountOptions Accounts => _accounts;

    /// <summary>Opens the archive with the keys that were given, or else with those of the account here, if there is one.</summary>
    public T Read<T>(ManagerProgram program, ParseResult parsed, Func<OpenArchive, T> work) =>
        With(program, parsed, opening => ArchiveFiles.Read(parsed.GetValue(Archive)!, opening, work));

    /// <summary>Hands over what opens the archive.</summary>
    public T With<T>(ManagerProgram program, ParseResult parsed, Func<FileOpening, T> work) =>
        With(program, parsed, parsed.GetValue(Archive)!, needsKeys: true, (_, opening) => work(opening));

    /// <summary>Hands over the keys that were named, and what opens a file: these and those of the account here, if there is one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="file">The file.</param>
    /// <param name="needsKeys">False where something can be done without any.</param>
    /// <param name="work">Opens it.</param>
    public T With<T>(ManagerProgram program, ParseResult parsed, string file, bool needsKeys, Func<OpeningKeys, FileOpening, T> work)
    {
        using OpeningKeys keys = _opening.Read(program, parsed, file, needsKeys);
        using MeshMachine? machine = LocalAccount.OpenMachine(program, parsed, _accounts, isNeeded: false);
        MeshAccount? account = LocalAccount.Open(machine, parsed, _accounts, isNeeded: false);
        return account is null ? work(keys, keys.ToOpening()) : account.OpenWith(keys.ToOpening(), opening => work(keys, opening), needsKeys);
    }

    /// <summary>Says what holds of the archive as a whole.</summary>
    public static void Tell(ManagerProgram program, string archive, OpenArchive open) =>
        Tell(program, archive, open.Reader.Sequence.Standing, open.Signatures);

    /// <summary>Says what holds of a sequence as a whole.</summary>
    public static void Tell(ManagerProgram program, string archive, SequenceStanding standing, IReadOnlyList<SignatureReport> signatures)
    {
        string name = Path.GetFileName(archive);
        if (standing.Fault is { } fault)
        {
            program.Note($"{name} goes on after its last good entry, with what an interrupted program left or something damaged: {fault}");
        }

        if (standing.Unsigned > 0)
        {
            program.Note(string.Create(CultureInfo.InvariantCulture, $"{name} has {standing.Unsigned} entries that nobody signed: they are left out."));
        }

        TellSigners(program, name, signatures);
    }

    /// <summary>Says by whom it is signed, if that is not as it should be.</summary>
    public static void TellSigners(ManagerProgram program, string name, IReadOnlyList<SignatureReport> signatures)
    {
        if (signatures.Count == 0)
        {
            program.Note($"{name} is unsigned: nothing shows who made it.");
        }
        else if (!signatures.Any(s => s.Verified))
        {
            program.Note($"{name} is signed by nobody known here: say --signer with a public key to know whose it is.");
        }

        if (signatures.FirstOrDefault(s => s.IsReplaced) is { } old)
        {
            program.Note($"{name} is signed with a key of {old.Signer} that was replaced since: whoever has a removed device can make such a signature still.");
        }
    }

    /// <summary>The fields that say who signed.</summary>
    public static CommandResult Fields(CommandResult result, OpenArchive open) => result
        .Field("Signers", open.Signatures.Select(s => s.Signer ?? s.Kid))
        .Field("Known", open.Signatures.Any(s => s.Verified))
        .Field("Frames", open.Reader.Sequence.Count)
        .LateField("Root", () => Convert.ToHexString(open.Reader.Sequence.State.Root.Span));
}
