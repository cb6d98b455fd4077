using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare proof</c>: shows that an entry belongs to an archive, to people who do not have the archive.</summary>
internal static class ProofCommand
{
    private const string ProofExtension = ".proof";

    public static Command Make(ManagerProgram program)
    {
        FormedArgument<string?> archive = Optional("archive", "the archive, log or sequence");
        FormedArgument<string?> path = Optional("path", "the path in the archive, or the key");
        FormedArgument<string?> output = Optional("out", "the file to write the proof to, or - for standard output");
        var record = new FormedOption<long?>("--record", Forms.Version) { Description = "the number of a version, as list --all shows it, in place of a path" };
        var check = new FormedOption<string?>("--check", ValueForm.File) { Description = "verify this proof; no archive is needed" };
        var content = new FormedOption<string?>("--content", ValueForm.File) { Description = "with --check: the file that is to be the content of the entry" };
        var root = new FormedOption<string?>("--root", Forms.Root) { Description = "with --check: the root, as verify shows it, where it is known and trusted" };
        var opening = new ArchiveOpening();
        return program.Command("proof", "Prove that an entry belongs to an archive, or verify such a proof", (parsed, cancel) =>
        {
            string? first = parsed.GetValue(archive);
            if (parsed.GetValue(check) is { } proof)
            {
                return Task.FromResult(first is null && parsed.GetValue(record) is null
                    ? Check(program, parsed, opening, proof, parsed.GetValue(content), parsed.GetValue(root), cancel)
                    : throw CommandException.Usage("--check names the proof: no archive goes with it."));
            }

            if (first is null)
            {
                throw CommandException.Usage("The parameter <archive> is missing, which --key and --passphrase open; --check names a proof to verify.");
            }

            if (parsed.GetValue(content) is not null || parsed.GetValue(root) is not null)
            {
                throw CommandException.Usage("--content and --root go with --check, which names the proof.");
            }

            string?[] names = [parsed.GetValue(path), parsed.GetValue(output)];
            long? index = parsed.GetValue(record);
            if (index is null ? names[0] is null : names[1] is not null)
            {
                throw CommandException.Usage("Name the path of an entry, or --record with the number of a version.");
            }

            string? key = index is null ? names[0] : null;
            string target = (index is null ? names[1] : names[0]) ?? DareFiles.Fresh(NameOf(first, key, index));
            return Task.FromResult(Write(program, parsed, opening, (first, key, index), target));
        }, [archive, path, output, record, check, content, root, .. opening.Options]);
    }

    private static FormedArgument<string?> Optional(string name, string description) =>
        new(name, ValueForm.File) { Arity = ArgumentArity.ZeroOrOne, Description = description };

    private static string NameOf(string archive, string? key, long? index) => index is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(archive)}.{number}{ProofExtension}")
        : Path.GetFileName(key!.TrimEnd('/')) is { Length: > 0 } name ? name + ProofExtension
        : throw CommandException.Usage("Name the file to write the proof to.");

    private static CommandResult Write(
        ManagerProgram program, ParseResult parsed, ArchiveOpening opening, (string File, string? Key, long? Index) entry, string target)
    {
        InclusionProof proof = opening.With(
            program, parsed, entry.File, needsKeys: true, (_, given) => ProofFiles.Write(entry.File, given, reader => Find(reader, entry), target));
        if (proof.Signatures.Count == 0)
        {
            program.Note($"{Path.GetFileName(entry.File)} is unsigned: the proof convinces only those who know the root.");
        }

        if (ProofFiles.Incomparable(proof) is { } reason)
        {
            program.Note($"The proof says nothing about the content: {reason}.");
        }

        return Fields(new CommandResult("ResultProof") { IsBesideOutput = target == SealedFiles.StandardStream }.Field("Filename", target), proof)
            .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{target}: frame {proof.Frame.Index} of {proof.State.Count}"));
    }

    private static long Find(SequenceReader reader, (string File, string? Key, long? Index) entry)
    {
        if (entry.Index is { } index)
        {
            return index;
        }

        string key = reader.Head.ContentType == SequenceContent.Archive ? ArchivePaths.Parse(entry.Key!).Text : entry.Key!;
        IndexedEntry found = reader.Find(key) ?? throw new CommandException(
            ExitCode.Error, $"{Path.GetFileName(entry.File)} has no entry {ArchivePath.Show(key)}.");
        return reader.Metadata(reader.Frame(found.Index)).UniqueId == key
            ? found.Index
            : throw new CommandException(ExitCode.VerificationFailed, $"Frame {found.Index} is not the entry that the index lists.");
    }

    private static CommandResult Check(
        ManagerProgram program, ParseResult parsed, ArchiveOpening opening, string proof, string? content, string? root, CancellationToken cancel)
    {
        using OpeningKeys keys = opening.ReadSigners(parsed);
        if (opening.IsGiven(parsed))
        {
            throw CommandException.Usage("--check needs no key: --key and --passphrase open archives.");
        }

        using MeshMachine? machine = keys.Signers.Count > 0 || root is not null
            ? null
            : LocalAccount.OpenMachine(program, parsed, opening.Accounts, isNeeded: true);
        IReadOnlyCollection<KnownSigner> known = keys.Signers.Count > 0 ? keys.Signers : [.. machine?.KnownSigners(parsed.GetValue(opening.Accounts.Account)) ?? []];
        var request = new ProofRequest { Signers = known, Root = root is null ? default : Convert.FromHexString(root), Content = content };
        ProofChecked done;
        using (Progress progress = content is null ? Progress.Start(program.Terminal, 0, cancel) : Progress.Start(program.Terminal, content, cancel))
        {
            done = ProofFiles.Check(proof, request, progress);
        }

        return Report(done);
    }

    private static CommandResult Report(ProofChecked done)
    {
        InclusionProof proof = done.Proof;
        var result = Fields(new CommandResult("ResultProof").Field("Filename", done.Path), proof)
            .Line($"Proof: {Path.GetFileName(done.Path)}");
        if (proof.Frame.Meta.UniqueId is { } key)
        {
            result.Line($"    Entry: {key}");
        }

        if (proof.Frame.Meta.Event is { } change)
        {
            result.Line($"    Event: {change}");
        }

        if (proof.Frame.Meta.FileEntry?.Size is { } size)
        {
            result.Line(string.Create(CultureInfo.InvariantCulture, $"    Bytes: {size}"));
        }

        result.Line(string.Create(CultureInfo.InvariantCulture, $"    Frame: {proof.Frame.Index} of {proof.State.Count}"))
            .Line($"    Root: {Convert.ToHexString(proof.State.Root.Span)}")
            .Line("    Digest Algorithm: S512")
            .Line($"    Payload Digest: {Convert.ToHexString(proof.Frame.PayloadDigest.Span)}");
        foreach (SignatureReport signature in done.Signatures)
        {
            result.Line($"        Signer: {signature.Kid}");
        }

        foreach (string statement in done.Statements)
        {
            result.Line($"    Verified: {statement}");
        }

        return result.Field("Verified", done.Statements);
    }

    private static CommandResult Fields(CommandResult result, InclusionProof proof) => result
        .Field("Entry", proof.Frame.Meta.UniqueId).Field("Event", proof.Frame.Meta.Event).Field("Frame", proof.Frame.Index)
        .Field("Frames", proof.State.Count).Field("Origin", Convert.ToHexString(proof.State.Origin.Span))
        .Field("Root", Convert.ToHexString(proof.State.Root.Span)).Field("PayloadDigest", Convert.ToHexString(proof.Frame.PayloadDigest.Span))
        .Field("Comparable", ProofFiles.Incomparable(proof) is null).Field("Signers", proof.Signatures.Select(s => s.KeyIdentifier ?? ""));
}
