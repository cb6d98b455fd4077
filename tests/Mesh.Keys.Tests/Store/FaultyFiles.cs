namespace Mesh.Keys.Tests.Store;

/// <summary>File operations that fail on demand and record what was called.</summary>
internal sealed class FaultyFiles : PosixFiles
{
    public Action? BeforeReplace { get; set; }

    public bool FailFlush { get; init; }

    public bool FailFlushDirectory { get; init; }

    public List<string> Calls { get; } = [];

    public override IDisposable Lock(string path)
    {
        Calls.Add("lock");
        return base.Lock(path);
    }

    public override FileStream CreateNew(string path)
    {
        Calls.Add("create");
        return base.CreateNew(path);
    }

    public override void Flush(FileStream file)
    {
        Calls.Add("flush");
        if (FailFlush)
        {
            throw new IOException("cannot flush: Input/output error");
        }

        base.Flush(file);
    }

    public override void Replace(string from, string to)
    {
        Calls.Add("replace");
        BeforeReplace?.Invoke();
        base.Replace(from, to);
    }

    public override void Delete(string path)
    {
        Calls.Add("delete");
        base.Delete(path);
    }

    public override void FlushDirectory(string path)
    {
        Calls.Add("directory");
        if (FailFlushDirectory)
        {
            throw new IOException("cannot flush: Input/output error");
        }

        base.FlushDirectory(path);
    }
}

/// <summary>Nothing that the store catches: the process is gone.</summary>
internal sealed class SimulatedCrash : Exception;
