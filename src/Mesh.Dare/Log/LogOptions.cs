using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>What an account log needs from outside, and its tuning. Every default is a named constant.</summary>
public sealed record LogOptions
{
    /// <summary>How long <see cref="LockPatience"/> is: the time one command of a tool may keep another waiting.</summary>
    public static readonly TimeSpan DefaultLockPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long <see cref="IdleDelay"/> is.</summary>
    public static readonly TimeSpan DefaultIdleDelay = TimeSpan.FromSeconds(2);

    /// <summary>How long <see cref="PollInterval"/> is.</summary>
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How many octets <see cref="SideFileStep"/> is: about a tenth of a second of verifying.</summary>
    public const long DefaultSideFileStep = 16 << 20;

    /// <summary>How many octets <see cref="CompactionFloor"/> is: below it nothing is gained.</summary>
    public const long DefaultCompactionFloor = 1 << 20;

    /// <summary>The file system.</summary>
    public IDurableFiles Files { get; init; } = DurableFiles.Instance;

    /// <summary>The clock: expiry of private records, waiting, idleness.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The source of LogIds and of the origins of private stores.</summary>
    public IRandomSource Random { get; init; } = SystemRandom.Instance;

    /// <summary>What seals private records; without it none can be written or read.</summary>
    public IPrivateSeal? Seal { get; init; }

    /// <summary>How long to wait for the exclusive lock.</summary>
    public TimeSpan LockPatience { get; init; } = DefaultLockPatience;

    /// <summary>After how long without a commit the mark is written that makes damage to the last transaction visible.</summary>
    public TimeSpan IdleDelay { get; init; } = DefaultIdleDelay;

    /// <summary>How often a reader looks whether a writer in another process appended.</summary>
    public TimeSpan PollInterval { get; init; } = DefaultPollInterval;

    /// <summary>After how many octets the side file is written anew, so that a crash costs little at the next opening.</summary>
    public long SideFileStep { get; init; } = DefaultSideFileStep;

    /// <summary>The log is not rewritten for dead private records while it is shorter than this.</summary>
    public long CompactionFloor { get; init; } = DefaultCompactionFloor;
}
