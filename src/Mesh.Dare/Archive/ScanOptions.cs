namespace Mesh.Dare;

/// <summary>What a scan does.</summary>
public sealed record ScanOptions
{
    /// <summary>The folder of the archive that everything goes into; null is its top.</summary>
    public ArchivePath? Under { get; init; }

    /// <summary>Entries that the caller does not want, folders with all that is in them. They are no problem.</summary>
    public Func<ArchivePath, bool>? Omit { get; init; }

    /// <summary>Ends the scan between any two entries.</summary>
    public CancellationToken Cancellation { get; init; }
}
