namespace Mesh.Dare;

/// <summary>Problems in the order of their finding; of more than <see cref="Most"/> the rest are counted.</summary>
internal sealed class ProblemList
{
    /// <summary>Problems that are told one by one.</summary>
    public const int Most = 10_000;

    private readonly List<ArchiveProblem> _told = [];
    private long _untold;

    public void Add(string path, string reason)
    {
        if (_told.Count < Most)
        {
            _told.Add(new ArchiveProblem(ArchivePath.Show(path), reason));
        }
        else
        {
            _untold++;
        }
    }

    public IReadOnlyList<ArchiveProblem> ToList() => _untold == 0 ? [.. _told] : [.. _told, new ArchiveProblem("", $"there are {_untold} more problems")];
}
