namespace Mesh.Dare;

/// <summary>What an extraction may do. The defaults are those for an archive by a stranger.</summary>
public sealed record ExtractionOptions
{
    /// <summary>Octets of one file at most: 1 TiB.</summary>
    public long MaximumFileSize { get; init; } = 1L << 40;

    /// <summary>Octets of all files at most: 1 TiB.</summary>
    public long MaximumTotalSize { get; init; } = 1L << 40;

    /// <summary>Files, folders and links at most, those that were not kept and folders that only paths name included.</summary>
    public int MaximumEntries { get; init; } = 1 << 22;

    /// <summary>Replaces files that are there. Folders, links and devices are never replaced by files, nor written through.</summary>
    public bool Overwrite { get; init; }

    /// <summary>
    /// Accepts names that differ only in what some file systems ignore (<see cref="ArchivePath.Key"/>). Where they meet after all, the second is refused.
    /// </summary>
    public bool AllowSimilarNames { get; init; }

    /// <summary>Makes symbolic links; otherwise each is refused.</summary>
    public bool AllowLinks { get; init; } = true;

    /// <summary>Gives permissions exactly as the archive has them, and not only those that the umask allows.</summary>
    public bool ExactPermissions { get; init; }

    /// <summary>Has every file on the medium before it takes its name, and all names when the extraction is finished. Costs time for each file.</summary>
    public bool Flush { get; init; }

    /// <summary>Ends the extraction between any two writes.</summary>
    public CancellationToken Cancellation { get; init; }
}
