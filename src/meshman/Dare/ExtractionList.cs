using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>The entries of an archive that are taken out of it: everything, or what was named. There may be millions: they are not kept.</summary>
internal sealed class ExtractionList
{
    private readonly ArchiveReader _reader;
    private readonly ArchivePath[] _wanted;
    private readonly IEnumerable<ArchiveEntry> _entries;
    private readonly bool _isOne;
    private ArchiveEntry? _missing;
    private long _absent;

    /// <exception cref="CommandException">There is no such version.</exception>
    /// <exception cref="ClientException">There is no such entry.</exception>
    public ExtractionList(ArchiveReader reader, ArchivePath[] wanted, long? record)
    {
        _reader = reader;
        _wanted = wanted;
        _isOne = record is not null;
        _entries = record is { } index ? [Version(reader, wanted, index)] : wanted.Length == 0 ? reader.Entries() : ArchiveSelection.Find(reader, wanted);
        Survey();
    }

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Octets of their contents.</summary>
    public long Size { get; private set; }

    /// <summary>The entries that this copy of the archive has.</summary>
    public IEnumerable<ArchiveEntry> Present() => _entries.Where(e => _reader.Sequence.IsPresent(e.Index));

    /// <summary>A copy of some entries (dare subset) lists them all: says which are left out.</summary>
    /// <exception cref="CommandException">One that was named is not in this copy, or none is.</exception>
    public void RequirePresent(ManagerProgram program)
    {
        if (_absent == 0)
        {
            return;
        }

        if (_missing is { } missing && (Count == 0 || IsNamed(missing)))
        {
            throw new CommandException(
                ExitCode.Error, $"{ArchivePath.Show(missing.Path.Text)} is not in this copy, which has only some entries of the archive.");
        }

        program.Note(string.Create(CultureInfo.InvariantCulture, $"{_absent} entries are not in this copy: they are left out."));
    }

    private void Survey()
    {
        foreach (ArchiveEntry entry in _entries)
        {
            if (_reader.Sequence.IsPresent(entry.Index))
            {
                Count++;
                Size += entry.Listed.Size;
                continue;
            }

            _absent++;
            if (_missing is null || (!IsNamed(_missing) && IsNamed(entry)))
            {
                _missing = entry;
            }
        }
    }

    private bool IsNamed(ArchiveEntry entry) => _isOne || _wanted.Contains(entry.Path);

    private static ArchiveEntry Version(ArchiveReader reader, ArchivePath[] wanted, long index)
    {
        if (wanted.Length > 0)
        {
            throw CommandException.Usage("--record names one version: no path goes with it.");
        }

        return reader.AllVersions().FirstOrDefault(e => e.Index == index && !e.Listed.IsDeleted)
            ?? throw new CommandException(ExitCode.Error, string.Create(CultureInfo.InvariantCulture, $"The archive has no version {index}."));
    }
}
