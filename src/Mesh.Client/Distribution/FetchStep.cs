using System.Security.Cryptography;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What the ways of fetching share: the archive as the server shows it, what was seen of it before, and the file for what is fetched.</summary>
internal sealed record FetchStep(
    FetchRequest Request,
    OpenRequest Access,
    HttpOctets Server,
    IOctetSource Remote,
    SequenceReader Sequence,
    ArchiveReader? Archive,
    IReadOnlyList<StoreCheckpoint> Seen,
    FetchMemory Memory,
    CancellationToken Cancellation)
{
    private const string Extension = ".part";
    private const int DigestCharacters = 16;

    public string Output { get; } = Path.GetFullPath(Request.Output);

    /// <summary>Reads ahead the index at the end, of which many places will be looked at; where the file has only some entries, nothing.</summary>
    public void PrefetchIndex()
    {
        if (Sequence.Standing.IsClosed && ReferenceEquals(Server, Remote))
        {
            long start = Sequence.Frame(Sequence.Count - 1).Layout.Start;
            Server.Prefetch(new OctetExtent(start, Sequence.ReadableEnd - start));
        }
    }

    public StoreCheckpoint Shown => Sequence.State;

    /// <summary>
    /// Opens the file in which what is fetched is kept until all of it is there, beside the output. Its name says what is being fetched: it is gone on
    /// with when that is the same, and removed otherwise.
    /// </summary>
    public FileStream OpenPart(ReadOnlySpan<byte> what)
    {
        string name = Path.GetFileName(Output) + "." + Convert.ToHexStringLower(SHA256.HashData(what))[..DigestCharacters] + Extension;
        string folder = Path.GetDirectoryName(Output)!;
        foreach (string other in Directory.EnumerateFiles(folder, Path.GetFileName(Output) + ".*" + Extension).Where(f => Path.GetFileName(f) != name && IsPart(f)))
        {
            File.Delete(other);
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(folder, name), options);
    }

    /// <summary>Requires that there is room for what is to come.</summary>
    public void RequireRoom(long octets)
    {
        var drive = new DriveInfo(Path.GetDirectoryName(Output)!);
        if (drive.IsReady && drive.AvailableFreeSpace < octets)
        {
            throw new ClientException(
                ClientError.Storage, $"There is no room for {Path.GetFileName(Output)}: {octets} octets are to come, and {drive.AvailableFreeSpace} are free.");
        }
    }

    /// <summary>Remembers what was verified; the file is shown after that.</summary>
    public void Remember() => Memory.Remember(Request.Url, Shown);

    /// <summary>Gives what was fetched the name of the output, durably.</summary>
    public void Show(FileStream part)
    {
        part.Flush(flushToDisk: true);
        part.Dispose();
        DurableFiles.Instance.Rename(part.Name, Output);
        DurableFiles.Instance.FlushFolder(Path.GetDirectoryName(Output)!);
    }

    /// <summary>Removes what was fetched.</summary>
    public static void Discard(FileStream part)
    {
        string name = part.Name;
        part.Dispose();
        File.Delete(name);
    }

    public ClientException Alarm(string what) => new(ClientError.Alarm, $"Nothing was taken from {Request.Url}: {what}.");

    /// <summary>Requires that the archive of the server continues the local copy.</summary>
    public void RequireSame(StoreCheckpoint local)
    {
        if (!local.Origin.Span.SequenceEqual(Shown.Origin.Span))
        {
            throw Alarm($"it is another archive than {Request.Output}");
        }

        if (local.Count > Shown.Count)
        {
            throw Alarm($"it went back: it has {Shown.Count} frames, and {Request.Output} has {local.Count}");
        }

        if (local.Count == Shown.Count && !local.Root.Span.SequenceEqual(Shown.Root.Span))
        {
            throw Forked();
        }
    }

    /// <summary>Whether the archive of the server continues a state, shown by subtrees under its signed root.</summary>
    /// <exception cref="DareException">The index cannot be read.</exception>
    public bool Continues(StoreCheckpoint state)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> path = Sequence.ConsistencyPath(state.Count);
        try
        {
            state.RequireGrowth(Shown, path);
            return true;
        }
        catch (DareException e) when (e.Code is DareError.TreeMismatch or DareError.WrongPlace)
        {
            return false;
        }
    }

    public ClientException Forked() => Alarm($"it does not continue {Request.Output} or what was seen of it before: frames were changed or removed");

    private bool IsPart(string file)
    {
        string middle = Path.GetFileName(file)[(Path.GetFileName(Output).Length + 1)..^Extension.Length];
        return middle.Length == DigestCharacters && middle.All(char.IsAsciiHexDigitLower);
    }
}
