using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary>The option that names a note about an earlier state of a log.</summary>
internal static class NoteOption
{
    public static FormedOption<string?> Make() => new("--checkpoint", ValueForm.File)
    {
        Description = "a note about the log, by the ed25519 key that --signer names: refuse a log that does not continue it",
    };
}
