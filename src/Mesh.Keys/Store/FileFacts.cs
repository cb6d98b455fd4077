namespace Mesh.Keys;

/// <summary>What the system knows of a file, folder or link.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits with setuid, setgid and sticky, 12 of them; on Windows those that its attributes amount to.</param>
/// <param name="Size">Octets; of a link those of its target's text.</param>
/// <param name="LastWrite">Time of the last change of the content.</param>
/// <param name="LastAccess">Time of the last access, as far as the system keeps it.</param>
/// <param name="Identity">Tells it from every other file at this time: device and number; zero where the system gives none (Windows).</param>
public readonly record struct FileFacts(
    FileKind Kind, int Mode, long Size, DateTimeOffset LastWrite, DateTimeOffset LastAccess, (ulong Device, ulong Number) Identity);
