namespace Mesh.Dare;

/// <summary>What opening a log found and did (Mesh account log, Opening); for the operator, and for <c>dare fsck</c>.</summary>
/// <param name="State">How the log stood.</param>
/// <param name="Kept">Octets that verified, which are what is served.</param>
/// <param name="Length">Octets that the file had.</param>
/// <param name="Fault">Why it is corruption.</param>
/// <param name="FirstBad">Offset of the first octet of the first frame that does not verify; −1 where all do.</param>
/// <param name="Witness">Offset of the frame that shows that it is corruption; −1 where none does.</param>
/// <param name="SetAside">The file that holds the torn tail; null where none was set aside.</param>
public sealed record LogReport(LogState State, long Kept, long Length, LogFault Fault, long FirstBad, long Witness, string? SetAside)
{
    /// <summary>Whether the log may be written: sound, or torn and repaired.</summary>
    public bool IsWritable => State == LogState.Sound || (State == LogState.Torn && SetAside is not null);

    /// <summary>One line for the operator.</summary>
    public override string ToString() => State switch
    {
        LogState.Sound => $"sound, {Kept} octets",
        LogState.Torn when SetAside is null => $"torn at {FirstBad}; opened read-only because the tail could not be set aside",
        LogState.Torn => $"torn at {FirstBad}; {Length - Kept} octets set aside in {SetAside}",
        LogState.Corrupt when Fault == LogFault.Durable => $"corrupt at {FirstBad}, as the frame at {Witness} shows; opened read-only",
        LogState.Corrupt when Fault == LogFault.Lengths => $"corrupt at {FirstBad}: the frame is whole but does not verify; opened read-only",
        LogState.Corrupt => $"corrupt at {FirstBad}: what the frame holds does not continue its store; opened read-only",
        _ => "refused: no good frame zero",
    };
}
