namespace Mesh.Dare;

/// <summary>Counts what an extraction writes against its limits.</summary>
internal sealed class ExtractionBudget(ExtractionOptions options)
{
    private int _entries;

    /// <summary>Octets written to all files so far, those that were not kept included.</summary>
    public long Written { get; private set; }

    /// <summary>Counts an entry.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller ends it.</exception>
    public void AddEntry()
    {
        options.Cancellation.ThrowIfCancellationRequested();
        if (_entries >= options.MaximumEntries)
        {
            throw new DareException(DareError.LimitExceeded, $"The archive has more than {options.MaximumEntries} entries.");
        }

        _entries++;
    }

    /// <summary>Counts octets that are about to be written to a file that has <paramref name="length"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>; <see cref="DareError.EntryRefused"/>: more than were stated.</exception>
    /// <exception cref="OperationCanceledException">The caller ends it.</exception>
    public void AddOctets(ArchivePath path, long length, int count, long? stated)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        if (stated is { } size && count > size - length)
        {
            throw new DareException(DareError.EntryRefused, $"\"{ArchivePath.Show(path.Text)}\" is refused: it has more than the {size} octets stated.");
        }

        if (count > options.MaximumFileSize - length)
        {
            throw new DareException(
                DareError.LimitExceeded, $"\"{ArchivePath.Show(path.Text)}\" has more than the {options.MaximumFileSize} octets allowed for one file.");
        }

        if (count > options.MaximumTotalSize - Written)
        {
            throw new DareException(DareError.LimitExceeded, $"The files of the archive have more than the {options.MaximumTotalSize} octets allowed.");
        }

        Written += count;
    }
}
