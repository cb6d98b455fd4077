using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary>The options of commands that put files into archives, and how they do it.</summary>
/// <param name="accounts">The options that name accounts, where a command has them already.</param>
/// <param name="isOfCopy">As for <see cref="SealingOptions"/>.</param>
internal sealed class ArchiveSealing(AccountOptions? accounts = null, bool isOfCopy = false)
{
    private readonly Option<bool> _compress = new("--compress") { Description = "compress files that become shorter by it" };

    private readonly FormedOption<string?> _coding = new("--coding", Forms.Coding)
    {
        Description = "how to compress: br (which is usual) or gzip",
    };

    private readonly AccountOptions _accounts = accounts ?? new AccountOptions();

    /// <summary>Who may open it and who signs.</summary>
    public SealingOptions Sealing { get; } = new(isOfCopy);

    /// <summary>The options that name accounts.</summary>
    public AccountOptions Accounts => _accounts;

    /// <summary>Everything, to be added to a command after its own.</summary>
    public Symbol[] Options => [.. Sealing.All, _compress, _coding, .. _accounts.All];

    /// <summary>Those for an archive that is there already, whose policy says who may open it.</summary>
    public Symbol[] CompressionOptions => [_compress, _coding];

    /// <summary>What they say; null for no compression.</summary>
    public string? Compression(ParseResult parsed) => parsed.GetValue(_coding) ?? (parsed.GetValue(_compress) ? ContentCoding.Brotli : null);

    /// <summary>The keys that the options and the accounts named in them give.</summary>
    public async Task<T> WithAsync<T>(
        ManagerProgram program, ParseResult parsed, SealingKeys keys, Func<FileSealing, T> work, CancellationToken cancel)
    {
        if (keys.NamesAccounts && !ManagerProgram.HasHome)
        {
            throw new ClientException(ClientError.NoAccount, "There is no account on this machine. Create one, or join one.");
        }

        // A key that a removed device has is not sealed to any more, once this device can know that.
        using MeshMachine? machine = keys.NamesAccounts ? ManagerProgram.OpenMachine() : null;
        using FileKeys? accounts = machine is null
            ? null
            : (await _accounts.OpenAnywayAsync(program, machine, parsed, "Sealed with the keys that this device knows.", cancel).ConfigureAwait(false))
                .OpenFileKeys(keys.AccountRecipients, keys.AccountSigners);
        return work(keys.With(accounts));
    }

    /// <summary>Adds files and folders, each under its own name; one file under <paramref name="path"/> where there is one.</summary>
    /// <returns>How many entries were added, their octets, and what was left out.</returns>
    public static (int Entries, long Octets, IReadOnlyList<ArchiveProblem> Problems) Add(
        ManagerProgram program, ArchiveWriter writer, string archive, IReadOnlyList<string> inputs, CancellationToken cancel, ArchivePath? path = null)
    {
        int entries = 0;
        long octets = 0;
        List<ArchiveProblem> problems = [];
        List<ArchiveProblem> warnings = [];
        using (Progress progress = Progress.Start(program.Terminal, 0, cancel))
        {
            InputSize.Find(progress, inputs, cancel);
            foreach (string input in inputs)
            {
                // Contents are opened until the archive has taken them.
                using var scanner = FolderScanner.Open(input, Scan(input, archive, cancel));
                foreach (ArchiveSource source in scanner.Scan())
                {
                    writer.Add(source with { Path = path ?? source.Path, Content = Counted(source.Content, progress) });
                    entries++;
                    octets += source.Entry.Size ?? 0;
                }

                writer.Complete();
                problems.AddRange(scanner.Problems);
                warnings.AddRange(scanner.Warnings);
            }
        }

        foreach (ArchiveProblem warning in warnings)
        {
            program.Note($"{warning.Path}: {warning.Reason}");
        }

        return (entries, octets, problems);
    }

    /// <summary>Adds to a result what was left out; it then ends as a failure.</summary>
    public static CommandResult Report(string tag, IReadOnlyList<ArchiveProblem> problems)
    {
        var result = new CommandResult(tag, problems.Count == 0 ? ExitCode.Success : ExitCode.Error);
        foreach (ArchiveProblem problem in problems)
        {
            result.Line($"Left out: {problem.Path}: {problem.Reason}");
        }

        return result.Field("LeftOut", problems.Select(p => p.Path));
    }

    private static Func<Stream>? Counted(Func<Stream>? content, Progress progress) =>
        content is null ? null : () => new CountedStream(content(), progress);

    /// <summary>How an input is looked through: under its own name, and without the archive itself.</summary>
    public static ScanOptions Scan(string input, string archive, CancellationToken cancel)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
        string name = Path.GetFileName(full);
        bool isNamed = Directory.Exists(full) && name.Length > 0 && Path.GetFileName(Path.TrimEndingDirectorySeparator(input)) is not ("." or "..");
        ArchivePath? under = isNamed ? ArchivePath.Parse(name) : null;
        string within = Path.GetRelativePath(full, Path.GetFullPath(archive)).Replace(Path.DirectorySeparatorChar, '/');
        string own = under is null ? within : $"{under.Text}/{within}";
        return new ScanOptions { Under = under, Omit = path => path.Text == own, Cancellation = cancel };
    }
}
