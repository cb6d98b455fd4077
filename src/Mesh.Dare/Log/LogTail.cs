namespace Mesh.Dare;

/// <summary>
/// Follows a log beside a writer in another process (Mesh account log, Opening): what verifies is taken up, a frame that does not is not
/// yet whole and is left. A log that was rewritten, or cut by a repair below what was seen, is read anew.
/// </summary>
internal sealed class LogTail(LogView view)
{
    private readonly Lock _one = new();

    /// <summary>Takes up what is new; true when there was something.</summary>
    public bool Refresh()
    {
        lock (_one)
        {
            IDurableFile? file = null;
            try
            {
                file = view.Options.Files.OpenToRead(view.Paths.Log) ?? throw LogOpener.NotFound(view.Paths);
                var scanner = new LogScanner(file, file.Length);
                LogTip tip = view.Index.Tip!;
                LogTip? now = scanner.TipAt(tip.End, tip.Index, tip.Digest.Span);
                bool same = now is not null && now.LogId.Span.SequenceEqual(tip.LogId.Span);
                if (same && scanner.Length == tip.End)
                {
                    return false;
                }

                if (!same)
                {
                    LogOpener.Opened anew = LogOpener.ToRead(view.Paths, view.Options);
                    view.Replace(anew.View.Index, anew.View.File);
                    return true;
                }

                return Continue(scanner, tip);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LogOpener.Unavailable(view.Paths, e);
            }
            finally
            {
                file?.Dispose();
            }
        }
    }

    // The file that is open is the one that was opened now, since it has the same LogId: the frames are found there as well.
    private bool Continue(LogScanner scanner, LogTip tip)
    {
        bool grown = false;
        scanner.Extend(tip, (in OuterFrame frame, LogTip next) =>
        {
            bool added = false;
            OuterFrame good = frame;
            view.Publish(index => added = index.TryAdd(good, next), wake: false);
            grown |= added;
            return added;
        });
        if (grown)
        {
            view.Wake();
        }

        return grown;
    }
}
