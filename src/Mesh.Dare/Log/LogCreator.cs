namespace Mesh.Dare;

/// <summary>
/// Makes a log under its temporary name, flushes it, gives it its name and flushes the folder (Mesh account log, Writing), for the holder
/// of the exclusive lock.
/// </summary>
internal static class LogCreator
{
    /// <summary>Makes the log; null where no transaction was given.</summary>
    /// <exception cref="DareException">See <see cref="AccountLog.CreateAsync"/>.</exception>
    public static CommitResult? Create(LogPaths paths, LogOptions options, LogTransaction? first)
    {
        IDurableFiles files = options.Files;
        if (files.Exists(paths.Log))
        {
            throw new DareException(DareError.AlreadyExists, $"There is an account log {paths.Log} already.");
        }

        byte[] logId = new byte[OuterFrame.LogIdSize];
        options.Random.Fill(logId);
        BuiltFrame zero = BuiltFrame.Zero(logId);
        StagedTransaction? staged = first is null ? null : new LogStager(new LogIndex(), options, null).Stage(first);
        if (staged is { Result.Outcome: not CommitOutcome.Committed })
        {
            throw new DareException(DareError.InvalidRequest, "The first transaction of an account cannot rest on what is not there yet.");
        }

        BuiltFrame? transaction = staged is null ? null : BuiltFrame.After(zero.Tip, 0, staged);
        bool renamed = false;
        try
        {
            SideFile.Discard(files, paths);
            files.Remove(paths.New);
            using (IDurableFile file = files.Create(paths.New))
            {
                file.WriteAll(0, zero.Octets);
                if (transaction is not null)
                {
                    file.WriteAll(transaction.Tip.Start, transaction.Octets);
                }

                file.Flush();
            }

            renamed = true;
            files.Rename(paths.New, paths.Log);
            files.FlushFolder(paths.Folder);
            return staged?.Result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw renamed
                ? new DareException(DareError.OutcomeUnknown, $"It is not known whether {paths.Log} was made: the folder could not be flushed.", e)
                : new DareException(DareError.Unavailable, $"{paths.Log} could not be made: {e.Message}", e);
        }
    }
}
