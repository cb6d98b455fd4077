namespace Mesh.Dare;

/// <summary>
/// The files that belong to a log at a path: the log itself, its lock (empty, never removed), its side file (a cache), the temporary
/// name of a log being made, and torn tails that were set aside.
/// </summary>
internal readonly record struct LogPaths(string Log)
{
    private const string TornMark = ".torn-";

    public string Lock => Log + ".lock";

    public string Side => Log + ".side";

    public string SideNew => Log + ".side-new";

    public string New => Log + ".new";

    public string Folder => Path.GetDirectoryName(Log) ?? throw new ArgumentException("a log has a path with a folder");

    public string Torn(int number) => Log + TornMark + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The torn tails of this log among the names of its folder.</summary>
    public IEnumerable<string> AllTorn(IDurableFiles files)
    {
        string folder = Folder;
        string prefix = Path.GetFileName(Log) + TornMark;
        return files.Names(folder).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => Path.Combine(folder, n)).ToList();
    }
}
