namespace Mesh.Dare;

/// <summary>What <see cref="SequenceCopier"/> copies.</summary>
public sealed class SequenceCopyOptions
{
    /// <summary>True for every version of every key, deletions included; false for the latest version of keys that are there, and entries without key.</summary>
    public bool AllVersions { get; init; }

    /// <summary>Which entries to copy, by their metadata, those that are hidden included; null for all.</summary>
    public Func<ContentMeta, bool>? Select { get; init; }

    /// <summary>True to leave out what cannot be read, and say so, instead of ending there: for what is left of a damaged sequence.</summary>
    public bool SkipsDamage { get; init; }
}
