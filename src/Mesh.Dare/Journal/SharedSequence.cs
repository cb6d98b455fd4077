using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// A sequence that several processes append to (docs/format/log.md): the file stays open, and the lock is held while something is appended and no
/// longer. Whoever takes it first takes up what others appended, verifying it, and cuts what one of them left torn. For one thread at a time.
/// </summary>
internal sealed class SharedSequence : IDisposable
{
    private const int MarkSize = 64;

    private readonly SequenceFile _file;
    private readonly byte[] _mark = new byte[MarkSize];
    private Exception? _failure;

    private SharedSequence(SequenceFile file, SequenceWriter writer)
    {
        _file = file;
        Writer = writer;
        Torn = writer.Torn;
    }

    /// <summary>What appends; only within <see cref="Append"/> is it what the file is.</summary>
    public SequenceWriter Writer { get; }

    /// <summary>Where octets were put last that an interrupted writer had left at the end; null when there were none.</summary>
    public string? Torn { get; private set; }

    /// <summary>Opens a sequence, which is made where there is none and the caller wants that.</summary>
    /// <exception cref="DareException">As <see cref="SequenceWriter.Open"/> and <see cref="SequenceWriter.Create"/>.</exception>
    public static SharedSequence Open(string path, SequenceOptions options, bool mayCreate)
    {
        (SequenceFile file, SequenceWriter? writer) = mayCreate ? Made(path, options) : (SequenceFile.Open(path, options), null);
        try
        {
            writer ??= SequenceWriter.GoOn(file, options);
            if (writer.Count <= 2)
            {
                // Whoever made it may have come to an end before its name was on the medium.
                options.Files.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            }

            if (writer is { SignsRoots: true, Signed: 0 })
            {
                // Readers can open what has a signed root.
                writer.Checkpoint();
            }

            var shared = new SharedSequence(file, writer);
            writer.WriteOut();
            shared.Mark();
            file.Unlock();
            return shared;
        }
        catch
        {
            writer?.Dispose();
            file.Dispose();
            throw;
        }
    }

    // Of several who want to make it at once one does, and the others go on with that.
    private static (SequenceFile File, SequenceWriter? Writer) Made(string path, SequenceOptions options)
    {
        if (options.Files.Exists(path))
        {
            return (SequenceFile.Open(path, options), null);
        }

        new SequenceRules(options.Policy).RequireWriter(options);
        SequenceFile? file = null;
        try
        {
            file = SequenceFile.Create(path, options);
            return (file, SequenceWriter.Begin(file, options));
        }
        catch (DareException e) when (e.Code == DareError.AlreadyExists)
        {
            file?.Abandon();
            return (SequenceFile.Open(path, options), null);
        }
        catch
        {
            file?.Abandon();
            throw;
        }
    }

    /// <summary>Appends, under the lock; what was appended is in the file then, for all to see, and not yet on the medium.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.LogBusy"/>; <see cref="DareError.LogCorrupt"/>: the file is not the one that was seen before, or damaged;
    /// <see cref="DareError.InvalidRequest"/>: something failed before.
    /// </exception>
    public T Append<T>(Func<SequenceWriter, T> work)
    {
        RequireSound();
        _file.Lock();
        try
        {
            TakeUp();
            T result = work(Writer);
            Writer.WriteOut();
            Mark();
            return result;
        }
        catch (Exception e)
        {
            // The state here may be ahead of the file. What a failed write left there, the next writer cuts.
            _failure = e;
            throw;
        }
        finally
        {
            _file.Unlock();
        }
    }

    /// <summary>Returns when everything in the file is on the medium. The lock is not needed: others may append meanwhile.</summary>
    public void Flush()
    {
        RequireSound();
        try
        {
            _file.Octets.Flush();
        }
        catch (ObjectDisposedException e)
        {
            throw new DareException(DareError.InvalidRequest, $"{_file.Path} was closed.", e);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
    }

    public void Dispose() => Writer.Dispose();

    private void RequireSound()
    {
        if (_failure is { } failure)
        {
            throw new DareException(DareError.InvalidRequest, $"Writing to {_file.Path} failed before; open it again.", failure);
        }
    }

    private void TakeUp()
    {
        long length = _file.Octets.Length;
        Span<byte> found = stackalloc byte[MarkSize];
        if (length < Writer.End || !_file.Octets.TryReadExactly(Writer.End - MarkSize, found) || !CryptographicOperations.FixedTimeEquals(found, _mark))
        {
            throw new DareException(
                DareError.LogCorrupt, $"{_file.Path} went back or was changed since this program wrote to it: frame {Writer.Count - 1} is not there any more.");
        }

        if (length > Writer.End)
        {
            Torn = Writer.Follow(length) ?? Torn;
        }
    }

    // The end of a frame has the root over everything before.
    private void Mark()
    {
        if (!Writer.TryCopyEnd(_mark) && !_file.Octets.TryReadExactly(Writer.End - MarkSize, _mark))
        {
            throw new DareException(DareError.LogCorrupt, $"{_file.Path} became shorter while it was written.");
        }
    }
}
