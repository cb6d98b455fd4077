namespace Mesh.Dare;

/// <summary>How a log stands (Mesh account log, Opening).</summary>
public enum LogState
{
    /// <summary>Every frame verifies.</summary>
    Sound,

    /// <summary>The last writing was cut short. What was acknowledged is whole; the remains may be set aside and cut.</summary>
    Torn,

    /// <summary>Octets that had been flushed are changed or gone. The log may be read up to there and is never cut.</summary>
    Corrupt,

    /// <summary>There is no good frame zero: not an account log, or nothing of it can be trusted.</summary>
    Refused,
}
