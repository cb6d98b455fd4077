namespace Mesh.TestKit;

/// <summary>What somebody asked of <see cref="StaticServer"/>.</summary>
/// <param name="Number">How many requests came before.</param>
/// <param name="Path">The path, with its slash.</param>
/// <param name="From">The first octet asked for; null without a range.</param>
/// <param name="To">The last one.</param>
/// <param name="IfRange">The validator that it is asked under.</param>
public sealed record ServedRequest(int Number, string Path, long? From, long? To, string? IfRange);
