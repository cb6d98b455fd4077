using System.CommandLine;
using System.Text.Json;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Encoding;

namespace Mesh.Manager.Dare;

/// <summary>
/// The log of what <c>dare earl</c> made (command-line reference, section 9): under the name of the file an entry with its content identifier, and with its
/// locator, which opens it, only where others cannot read the log.
/// </summary>
internal sealed class EarlLog
{
    private const string ContentType = "application/json";

    private readonly FormedOption<string?> _log = new("--log", ValueForm.File) { Description = "a log to append what was made to; it is made if it is not there" };

    private readonly Option<bool> _isNew = new("--new") { Description = "make nothing of a file that is in the log already and has not changed since" };

    private readonly FormedOption<string[]> _admin = new("--admin", Forms.Recipient)
    {
        Description = "who may read a log that is made: then locators are in it as well (as --encrypt of dare log, repeatable)",
    };

    private readonly FormedOption<string[]> _sign = new("--sign", Forms.Recipient) { Description = "who signs the log (as --sign of dare log, repeatable)" };

    private readonly FormedOption<string[]> _logKey = new("--log-key", Forms.KeySource) { Description = "what opens the log, for --new (repeatable)" };

    private readonly ArchiveSealing _sealing = new();

    /// <summary>The options, to be added to the command.</summary>
    public Symbol[] All => [_log, _isNew, _admin, _sign, _logKey, .. _sealing.Accounts.All];

    /// <summary>Makes the file, and appends that to the log if there is one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The file that is sealed.</param>
    /// <param name="make">Makes the sealed file.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What was made; null where the file is in the log already.</returns>
    public async Task<EarlMade?> RunAsync(ManagerProgram program, ParseResult parsed, string source, Func<EarlMade> make, CancellationToken cancel)
    {
        if (parsed.GetValue(_log) is not { } log)
        {
            Option[] idle = [_isNew, _admin, _sign, _logKey];
            return idle.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } stray
                ? throw CommandException.Usage($"{stray.Name} is about the log: say --log with its name.")
                : make();
        }

        string? name = source == SealedFiles.StandardStream ? null : Path.GetFileName(source);
        if (name is not null && !File.Exists(source))
        {
            return make(); // which says so, before a log is made
        }

        string? changed = name is null ? null : MeshTime.Format(File.GetLastWriteTimeUtc(source));
        if (parsed.GetValue(_isNew) && IsIn(program, parsed, log, name ?? throw CommandException.Usage("Standard input has no name: --new takes a file."), changed))
        {
            return null;
        }

        using SealingKeys keys = SealingOptions.Read(parsed.GetValue(_admin) ?? [], parsed.GetValue(_sign) ?? []);
        return await _sealing.WithAsync(program, parsed, keys, named =>
        {
            // The names of sealed files are hidden in them, and so they are here.
            FileSealing sealing = named with { HidesMetadata = named.IsEncrypted };
            (EarlMade made, ArchiveWritten written) = LogFiles.Write(log, sealing, new LogWriting(), writer => Append(writer, name, changed, make));
            LogCommand.Tell(program, written);
            return made;
        }, cancel).ConfigureAwait(false);
    }

    private static EarlMade Append(JournalWriter writer, string? name, string? changed, Func<EarlMade> make)
    {
        EarlMade made = make();
        try
        {
            writer.Append(
                new ContentMeta { UniqueId = name, ContentType = ContentType, Modified = changed },
                Content(made, name, writer.Head.Policy?.RequiresEncryption == true));
            return made;
        }
        catch
        {
            // Nobody was told the locator, without which the file is of no use.
            File.Delete(made.Path);
            throw;
        }
    }

    private static byte[] Content(EarlMade made, string? name, bool withLocator)
    {
        using var octets = new MemoryStream();
        using (var writer = new Utf8JsonWriter(octets))
        {
            writer.WriteStartObject();
            writer.WriteString("Identifier", made.Identifier);
            if (name is not null)
            {
                writer.WriteString("Name", name);
            }

            writer.WriteNumber("TotalBytes", made.Bytes);
            if (withLocator)
            {
                writer.WriteString("Uri", made.Uri);
            }

            writer.WriteEndObject();
        }

        return octets.ToArray();
    }

    private bool IsIn(ManagerProgram program, ParseResult parsed, string log, string name, string? changed)
    {
        if (!File.Exists(log))
        {
            return false;
        }

        using var keys = new OpeningKeys();
        foreach (string key in parsed.GetValue(_logKey) ?? [])
        {
            keys.AddKeys(KeyInput.Read(key));
        }

        using MeshMachine? machine = LocalAccount.OpenMachine(program, parsed, _sealing.Accounts, isNeeded: false);
        MeshAccount? account = LocalAccount.Open(machine, parsed, _sealing.Accounts, isNeeded: false);
        bool Look(FileOpening opening) => LogFiles.Read(log, opening, withUnsigned: false, open =>
        {
            // Who cannot read the keys finds none: that is no answer.
            _ = open.Reader.From(open.Reader.StartOfLast(1)).Count();
            return open.Reader.WithKey(name).LastOrDefault() is { } latest && latest.Meta.Modified == changed;
        });
        return account is null ? Look(keys.ToOpening()) : account.OpenWith(keys.ToOpening(), Look);
    }
}
