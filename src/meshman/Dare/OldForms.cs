using System.CommandLine;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>What is told, and asked, about files of old forms (docs/format/published.md).</summary>
internal static class OldForms
{
    /// <summary>Whether a file is an archive, or another sequence, of an old form.</summary>
    public static bool IsArchive(string file) => FileKinds.Of(file) == FileKind.PublishedSequence;

    /// <summary>The option that opens what nothing authenticates.</summary>
    public static Option<bool> Unauthenticated() => new("--unauthenticated")
    {
        Description = "open also what an old program encrypted and nobody known here signed: whoever had it could alter it",
    };

    /// <summary>Says what nothing in such an archive shows.</summary>
    public static void Tell(ManagerProgram program, string archive) => program.Note(
        $"{Path.GetFileName(archive)} is of an old form: names, times and deletions are not authenticated.");

    /// <summary>What was shown about contents, in a word.</summary>
    public static string Word(VerificationLevel level) => level switch
    {
        VerificationLevel.Checkpointed => "trusted",
        VerificationLevel.Signed => "signed",
        VerificationLevel.Apex => "apex",
        VerificationLevel.Digest => "digest",
        _ => "nothing",
    };

    /// <summary>The fields that describe such an archive.</summary>
    public static CommandResult Fields(CommandResult result, OldArchive open) => result
        .Field("OldForm", true).Field("Type", open.Archive.Sequence.ContainerType ?? "").Field("Level", open.Archive.Sequence.Level.ToString())
        .Field("MetadataAuthenticated", false).Field("Frames", open.Archive.Sequence.Count);
}
