namespace Mesh.Dare;

/// <summary>
/// One entry of a published archive as its frame describes it. Path, times, attributes and type come from ContentMetaData, which nothing
/// authenticates in the published dialects: whoever could alter the file could rename, hide or restore entries (D-08, D-10). A listing says so
/// unless <see cref="MetadataIsBound"/>. No path here is safe to write to before it was checked.
/// </summary>
public sealed class PublishedEntry
{
    internal PublishedEntry(PublishedFrame frame, PublishedFileMeta meta, string? path, PublishedStanding standing)
    {
        Frame = frame;
        Path = path;
        Layout = meta.Layout;
        Event = meta.Event;
        IsDelete = meta.IsDelete;
        ContentType = meta.ContentType;
        Created = meta.Created;
        Modified = meta.Modified;
        Attributes = meta.Attributes;
        Level = standing.Level;
        MetadataIsBound = standing.MetadataIsBound;
        Problem = standing.SignatureIsWrong ? "a signature by a key that was asked for does not verify" : meta.Problem;
    }

    /// <summary>The frame that holds it.</summary>
    public PublishedFrame Frame { get; }

    /// <summary>Its number.</summary>
    public long Index => Frame.Index;

    /// <summary>The path; null where the frame names no file.</summary>
    public string? Path { get; }

    /// <summary>How the path was given.</summary>
    public PublishedLayout Layout { get; }

    /// <summary><c>New</c>, <c>Update</c>, <c>Delete</c> or <c>Erase</c>; null in older archives.</summary>
    public string? Event { get; }

    /// <summary>True for an entry that removes the file.</summary>
    public bool IsDelete { get; }

    /// <summary>The media type; null when it is not stated.</summary>
    public string? ContentType { get; }

    /// <summary>When the file was created, as stated: local time of the writer, whatever the text says.</summary>
    public string? Created { get; }

    /// <summary>When the file was last written, as stated: local time of the writer, whatever the text says.</summary>
    public string? Modified { get; }

    /// <summary>The attribute bits of Windows; null when they are not stated.</summary>
    public long? Attributes { get; }

    /// <summary>Octets of the body as carried: for an encrypted one up to 16 more than the file has.</summary>
    public long StoredLength => Frame.Layout.BodyLength;

    /// <summary>True when the body is encrypted.</summary>
    public bool IsEncrypted => Frame.Header.IsEncrypted;

    /// <summary>What was shown about the body, and nothing but the body.</summary>
    public VerificationLevel Level { get; }

    /// <summary>True when a verified signature covers path, times and type as well. False for all that others have written.</summary>
    public bool MetadataIsBound { get; }

    /// <summary>Why the entry is not opened, in words that follow "because "; null when nothing is wrong.</summary>
    public string? Problem { get; }
}
