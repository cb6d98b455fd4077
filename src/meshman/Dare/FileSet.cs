using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>
/// The files of a folder that are sealed one by one, and where each goes. Links are not followed, and what is sealed already is left alone.
/// Nothing is written over: that is found out before the first file is sealed.
/// </summary>
internal sealed class FileSet
{
    private FileSet(List<(string Source, string Target)> files, int passedOver)
    {
        Files = files;
        PassedOver = passedOver;
    }

    /// <summary>Files and their names when sealed, in order.</summary>
    public IReadOnlyList<(string Source, string Target)> Files { get; }

    /// <summary>Links, devices and sealed files that are left out.</summary>
    public int PassedOver { get; }

    /// <summary>Looks through a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="target">The folder for sealed files, with the same folders inside; null puts each beside its file.</param>
    /// <param name="recursive">Look into the folders inside as well.</param>
    /// <exception cref="CommandException">There is nothing to seal, something cannot be read, or a target is there.</exception>
    public static FileSet Of(string folder, string? target, bool recursive)
    {
        if (target == SealedFiles.StandardStream)
        {
            throw CommandException.Usage("The files of a folder do not go to standard output: name a folder.");
        }

        List<(string Source, string Target)> files = [];
        int passedOver = 0;
        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = 0, IgnoreInaccessible = false };
            var waiting = new Stack<string>([folder]);
            while (waiting.TryPop(out string? current))
            {
                foreach (FileSystemInfo entry in new DirectoryInfo(current).EnumerateFileSystemInfos("*", options))
                {
                    string path = Path.Combine(current, entry.Name);
                    if (entry is DirectoryInfo && entry.LinkTarget is null)
                    {
                        if (recursive && !IsSame(path, target))
                        {
                            waiting.Push(path);
                        }
                    }
                    else if (entry.LinkTarget is not null || SpecialFile.Is(path)
                        || entry.Name.EndsWith(DareFiles.Extension, StringComparison.OrdinalIgnoreCase))
                    {
                        passedOver++;
                    }
                    else
                    {
                        files.Add((path, Path.Combine(target ?? folder, Path.GetRelativePath(folder, path)) + DareFiles.Extension));
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Error, $"The folder {folder} cannot be read: {FileProblem.Of(e)}.", e);
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Source, b.Source));
        files.ForEach(f => DareFiles.Fresh(f.Target));
        return files.Count > 0
            ? new FileSet(files, passedOver)
            : throw new CommandException(ExitCode.Error, $"There is no file to seal in {folder}{(recursive ? "" : "; --sub looks into its folders as well")}.");
    }

    /// <summary>The name of a sealed file, whose folder is made.</summary>
    public static string WithFolder(string target)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Error, $"The folder for {target} cannot be made: {FileProblem.Of(e)}.", e);
        }
    }

    private static bool IsSame(string path, string? target) => target is not null && Path.GetFullPath(path) == Path.GetFullPath(target);
}
