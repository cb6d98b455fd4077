namespace Mesh.Benchmarks.Dare;

/// <summary>One row of <see cref="DareBench"/>.</summary>
/// <param name="Name">What is done, and against what.</param>
/// <param name="Peer">The program that the peer is, or null where there is always one.</param>
/// <param name="Prepare">What goes before; it is not timed, and every row does it.</param>
/// <param name="Ours">Our program.</param>
/// <param name="Theirs">The peer.</param>
/// <param name="OurOutput">The file or folder that ours writes, removed before each turn.</param>
/// <param name="TheirOutput">The same for theirs.</param>
internal sealed record DareRow(string Name, string? Peer, Action Prepare, Action Ours, Action Theirs, string OurOutput, string TheirOutput);
