namespace Mesh.Dare;

/// <summary>What is known beforehand of a body that streams by; it decides about memory and threads, and never about octets.</summary>
/// <param name="Length">How many octets it probably has; null when nobody knows.</param>
/// <param name="Processors">How many processors there are; null asks the platform.</param>
internal readonly record struct BodyPace(long? Length = null, int? Processors = null);
