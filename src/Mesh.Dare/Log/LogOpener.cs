namespace Mesh.Dare;

/// <summary>
/// Opens a log: verifies it from the position of the side file or from the start, and, for the holder of the exclusive lock, repairs what
/// a writing cut short left behind (Mesh account log, Opening).
/// </summary>
internal static class LogOpener
{
    private const int MaximumTorn = 10_000;

    /// <summary>What an opening gives.</summary>
    /// <param name="View">The log for readers.</param>
    /// <param name="Report">What was found and done.</param>
    /// <param name="FlushedTo">Octets known to be flushed; meaningful to a writer.</param>
    /// <param name="SideAt">The position that the side file stands for; 0 where none was used.</param>
    public readonly record struct Opened(LogView View, LogReport Report, long FlushedTo, long SideAt);

    /// <summary>
    /// Opens for the holder of the exclusive lock, who has taken it before: the file that now has the name is the one that stays.
    /// <paramref name="isFlushed"/>: the caller itself has just flushed all of it.
    /// </summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>, <see cref="DareError.LogRefused"/>, <see cref="DareError.Unavailable"/>.
    /// </exception>
    public static Opened ToWrite(LogPaths paths, LogOptions options, bool isFlushed = false)
    {
        IDurableFile? file = null;
        try
        {
            options.Files.Remove(paths.New); // a log that was being made, or made anew, when its writer ended
            file = options.Files.OpenToWrite(paths.Log) ?? throw NotFound(paths);
            long length = file.Length;
            (LogIndex index, LogScan scan, long sideAt) = Verify(paths, options, file, length);
            (LogReport report, long flushedTo) = Repair(paths, options, file, length, scan, isFlushed);

            // Who made the log, or made it anew, may have ended before its name was on the medium. A side file of this log is written after
            // that alone, and a torn tail is set aside with a flush of the folder.
            if (report.State == LogState.Sound && !isFlushed && sideAt == 0)
            {
                options.Files.FlushFolder(paths.Folder);
            }

            var view = new LogView(paths, options, index, new LogFile(file));
            file = null;
            return new Opened(view, report, flushedTo, sideAt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(paths, e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Opens beside a writer: reads what verifies and changes nothing.</summary>
    /// <param name="paths">The log.</param>
    /// <param name="options">Its options.</param>
    /// <param name="fromStart">Verifies every frame, also where the side file tells of them.</param>
    /// <exception cref="DareException">As <see cref="ToWrite"/>.</exception>
    public static Opened ToRead(LogPaths paths, LogOptions options, bool fromStart = false)
    {
        IDurableFile? file = null;
        try
        {
            file = options.Files.OpenToRead(paths.Log) ?? throw NotFound(paths);
            long length = file.Length;
            (LogIndex index, LogScan scan, long sideAt) = Verify(paths, options, file, length, fromStart);
            var view = new LogView(paths, options, index, new LogFile(file));
            file = null;
            return new Opened(view, Report(scan, length, null), scan.Tip!.End, sideAt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(paths, e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    internal static DareException NotFound(LogPaths paths) => new(DareError.NotFound, $"There is no account log {paths.Log}.");

    internal static DareException Unavailable(LogPaths paths, Exception cause) =>
        new(DareError.Unavailable, $"{paths.Log} cannot be read: {cause.Message}", cause);

    private static (LogIndex Index, LogScan Scan, long SideAt) Verify(
        LogPaths paths, LogOptions options, IDurableFile file, long length, bool fromStart = false)
    {
        var scanner = new LogScanner(file, length);
        LogTip zero = scanner.Zero()
            ?? throw new DareException(DareError.LogRefused, $"{paths.Log} is not an account log, or its first frame is damaged.");
        LogIndex? known = fromStart ? null : SideFile.Load(options, paths.Side, scanner, file, zero);
        if (known is not null)
        {
            LogTip at = known.Tip!;
            LogScan continued = Run(scanner, known);
            if (continued.Fault() != LogFault.Content)
            {
                return (known, continued, at.End);
            }

            // Either the log or the side file is wrong about a store; the log alone decides.
        }

        var index = new LogIndex();
        return (index, Run(scanner, index), 0);
    }

    private static LogScan Run(LogScanner scanner, LogIndex index)
    {
        LogScan scan = scanner.Run(index.Tip, (in OuterFrame frame, LogTip tip) => index.TryAdd(frame, tip));
        return scan.State != LogState.Refused && index.FirstBroken() is not null
            ? scan with { State = LogState.Corrupt, Reason = LogFault.Content }
            : scan;
    }

    private static LogFault Fault(this LogScan scan) => scan.State == LogState.Corrupt ? scan.Reason : LogFault.None;

    private static LogReport Report(LogScan scan, long length, string? setAside) =>
        new(scan.State, scan.Tip!.End, length, scan.Fault(), scan.FirstBad, scan.Witness, setAside);

    private static (LogReport Report, long FlushedTo) Repair(
        LogPaths paths, LogOptions options, IDurableFile file, long length, LogScan scan, bool isFlushed)
    {
        LogTip tip = scan.Tip!;
        if (scan.State == LogState.Torn)
        {
            string? setAside = SetAside(paths, options.Files, file, tip.End, length);
            if (setAside is not null)
            {
                file.Cut(tip.End);
                Settle(file, tip);
            }

            return (Report(scan, length, setAside), tip.End);
        }

        // Behind a mark for all that is before it, nothing is in doubt.
        bool inDoubt = tip.Index == 0 || !tip.IsMark || tip.DurableTo != tip.Start;
        if (scan.State == LogState.Sound && inDoubt && !isFlushed)
        {
            Settle(file, tip);
        }

        return (Report(scan, length, null), inDoubt ? tip.End : tip.DurableTo);
    }

    // Octets that a failed flush left may read well and still not be on the medium, and a second flush would not say so: hence they are
    // written again.
    private static void Settle(IDurableFile file, LogTip tip)
    {
        DurableWriting.CopyRange(file, tip.DurableTo, tip.End, file, tip.DurableTo);
        file.Flush();
    }

    // Null: it could not be kept, and then nothing may be cut.
    private static string? SetAside(LogPaths paths, IDurableFiles files, IDurableFile file, long from, long to)
    {
        string? path = Enumerable.Range(1, MaximumTorn).Select(paths.Torn).FirstOrDefault(p => !files.Exists(p));
        if (path is null)
        {
            return null;
        }

        try
        {
            using (IDurableFile copy = files.Create(path))
            {
                DurableWriting.CopyRange(file, from, to, copy, 0);
                copy.Flush();
            }

            files.FlushFolder(paths.Folder);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt makes another; on a full medium there may be many before one succeeds. One that stays does no harm.
            files.RemoveIfPossible(path);
            return null;
        }
    }
}
