using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>Paths in archives as they are typed.</summary>
internal static class ArchivePaths
{
    /// <summary>A path; one slash at its end is that of a folder.</summary>
    public static ArchivePath Parse(string text)
    {
        string trimmed = text.Length > 1 && text.EndsWith('/') ? text[..^1] : text;
        return ArchivePath.TryParse(trimmed, out ArchivePath? path, out ArchivePathFault fault)
            ? path
            : throw CommandException.Usage($"{ArchivePath.Show(text)} is no path in an archive: {ArchivePath.Reason(fault)}.");
    }
}
