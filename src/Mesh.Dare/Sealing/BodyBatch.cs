using System.Runtime.ExceptionServices;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Some of a body on its way through a <see cref="BodyPipeline"/>: first it is filled, then worked on and digested on any thread, then given
/// out, in the order of filling; then it is filled again.
/// </summary>
internal abstract class BodyBatch
{
    /// <summary>Which segment is the first of it.</summary>
    public long First { get; private set; }

    /// <summary>Whether the body ends with it.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Whether <see cref="Work"/> is done.</summary>
    public bool IsWorked { get; set; }

    /// <summary>Whether the digest has taken it in.</summary>
    public bool IsDigested { get; set; }

    /// <summary>What went wrong with it.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>Whether it is ready to be given out, or lost.</summary>
    public bool IsDone => (IsWorked && IsDigested) || Failure is not null;

    /// <summary>Whether the digest can take it in.</summary>
    public bool IsDigestible => IsWorked || !DigestFollowsWork;

    /// <summary>How many segments it can hold.</summary>
    public abstract int Segments { get; }

    /// <summary>Whether no more can be put into it.</summary>
    public bool IsFull => Space().IsEmpty;

    /// <summary>What was put into it.</summary>
    protected int Count { get; private set; }

    /// <summary>The most that was ever put into it.</summary>
    protected int Used { get; private set; }

    /// <summary>Whether the digest is over what <see cref="Work"/> makes, rather than over what it is made from.</summary>
    protected abstract bool DigestFollowsWork { get; }

    /// <summary>The octets of the body as carried, which is what is digested.</summary>
    public abstract ReadOnlySpan<byte> Carried { get; }

    /// <summary>What is given out.</summary>
    public abstract ReadOnlyMemory<byte> Result { get; }

    /// <summary>Begins it, or begins it anew.</summary>
    public void Begin(long first)
    {
        First = first;
        Count = 0;
        IsLast = IsWorked = IsDigested = false;
    }

    /// <summary>Where the next octets go; <see cref="Advance"/> says how many there are.</summary>
    public abstract Span<byte> Space();

    public void Advance(int count)
    {
        Count += count;
        Used = Math.Max(Used, Count);
    }

    /// <summary>No more octets come for it, and if it is the last, none at all.</summary>
    public void End(bool isLast) => IsLast = isLast;

    /// <summary>Seals or opens what is in it; at most once between two calls of <see cref="Begin"/>.</summary>
    public abstract void Work(SegmentedAesGcm cipher);

    /// <summary>Erases whatever it held.</summary>
    public abstract void Erase();
}
