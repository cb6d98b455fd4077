using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The roots that a device remembers: Origin, count and root for each store, in a file outside of the log, so that they do not go back
/// with it (Mesh sealing, section 5; Mesh account log, Layout). JSON, replaced at once:
/// <c>{"RememberedRoots":[{"Store":…,"Origin":…,"Count":…,"Root":…}]}</c>. Not safe for concurrent use; whoever holds the log's lock
/// holds this too.
/// </summary>
public sealed class RememberedRoots
{
    private const int MaximumLength = 16 << 20;

    private readonly IDurableFiles _files;
    private readonly string _path;
    private readonly Dictionary<string, StoreStatus> _roots = new(StringComparer.Ordinal);

    private RememberedRoots(IDurableFiles files, string path)
    {
        _files = files;
        _path = path;
    }

    /// <summary>What is remembered, by label.</summary>
    public IReadOnlyCollection<StoreStatus> All => [.. _roots.Values.OrderBy(r => r.Label.ToString(), StringComparer.Ordinal)];

    /// <summary>Reads the file; where there is none, nothing is remembered.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>: the file is not of this form, and is not taken for an empty one; <see cref="DareError.Unavailable"/>.
    /// </exception>
    public static RememberedRoots Load(IDurableFiles files, string path)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var roots = new RememberedRoots(files, Path.GetFullPath(path));
        try
        {
            using IDurableFile? file = files.OpenToRead(roots._path);
            if (file is not null)
            {
                long length = file.Length;
                byte[] octets = length <= MaximumLength ? new byte[length] : throw roots.Malformed(null);
                if (!file.TryReadExactly(0, octets))
                {
                    throw roots.Malformed(null);
                }

                roots.Read(octets);
            }

            return roots;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw roots.Unavailable(e);
        }
    }

    /// <summary>What is remembered of a store; null where nothing is.</summary>
    public StoreStatus? Find(StoreLabel label) => _roots.GetValueOrDefault(label.ToString());

    /// <summary>Compares what is shown with what is remembered.</summary>
    public RootJudgement Judge(StoreStatus shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return Find(shown.Label) is not { } known ? RootJudgement.New
            : !known.Origin.Span.SequenceEqual(shown.Origin.Span) ? RootJudgement.OtherOrigin
            : shown.Count < known.Count ? RootJudgement.WentBack
            : shown.Count > known.Count ? RootJudgement.Grown
            : known.Root.Span.SequenceEqual(shown.Root.Span) ? RootJudgement.Same
            : RootJudgement.OtherRoot;
    }

    /// <summary>Remembers a root that was checked. Kept by <see cref="Save"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.TreeMismatch"/>: it goes back, or has another root or origin.</exception>
    public void Remember(StoreStatus checkedRoot)
    {
        ArgumentNullException.ThrowIfNull(checkedRoot);
        RootJudgement judgement = Judge(checkedRoot);
        if (judgement is RootJudgement.WentBack or RootJudgement.OtherRoot or RootJudgement.OtherOrigin)
        {
            throw new DareException(
                DareError.TreeMismatch, $"The store {checkedRoot.Label} does not continue what this device remembers of it: {judgement}.");
        }

        _roots[checkedRoot.Label.ToString()] = checkedRoot;
    }

    /// <summary>Forgets a store, because its holder rewrote or removed it. Kept by <see cref="Save"/>.</summary>
    public void Forget(StoreLabel label) => _roots.Remove(label.ToString());

    /// <summary>Replaces the file, durably, with what is remembered now.</summary>
    /// <exception cref="DareException"><see cref="DareError.Unavailable"/>: the old file or the new one stands.</exception>
    public void Save()
    {
        string temporary = _path + ".new";
        try
        {
            _files.Remove(temporary);
            using (IDurableFile file = _files.Create(temporary))
            {
                file.WriteAll(0, Octets());
                file.Flush();
            }

            _files.Rename(temporary, _path);
            _files.FlushFolder(Path.GetDirectoryName(_path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(e);
        }
    }

    private byte[] Octets() => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("RememberedRoots");
        foreach (StoreStatus root in All)
        {
            json.WriteStartObject();
            json.WriteString("Store", root.Label.ToString());
            json.WriteString("Origin", Base64UrlText.Encode(root.Origin.Span));
            json.WriteNumber("Count", root.Count);
            json.WriteString("Root", Base64UrlText.Encode(root.Root.Span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Read(byte[] octets)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(octets);
            foreach (JsonElement element in document.RootElement.GetProperty("RememberedRoots").EnumerateArray())
            {
                var root = new StoreStatus(
                    StoreLabel.Parse(element.GetProperty("Store").GetString() ?? ""),
                    element.GetProperty("Count").GetInt64(),
                    Base64UrlText.Decode(element.GetProperty("Root").GetString()),
                    Base64UrlText.Decode(element.GetProperty("Origin").GetString()));
                if (root.Count < 0 || root.Root.Length != MerkleHash.Size || root.Origin.Length != StorePlace.OriginSize
                    || !_roots.TryAdd(root.Label.ToString(), root))
                {
                    throw Malformed(null);
                }
            }
        }
        catch (Exception e) when (e is EncodingException or KeyNotFoundException or InvalidOperationException or FormatException
            || (e is DareException { Code: DareError.InvalidRequest }))
        {
            throw Malformed(e);
        }
    }

    private DareException Malformed(Exception? cause)
    {
        const string message = "does not hold remembered roots; it is damaged, or of another program. Without it going back is not noticed.";
        return cause is null
            ? new DareException(DareError.Malformed, $"{_path} {message}")
            : new DareException(DareError.Malformed, $"{_path} {message}", cause);
    }

    private DareException Unavailable(Exception cause) =>
        new(DareError.Unavailable, $"{_path} cannot be read or written: {cause.Message}", cause);
}
