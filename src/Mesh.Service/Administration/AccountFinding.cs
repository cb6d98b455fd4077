namespace Mesh.Service;

/// <summary>What was found of one account.</summary>
/// <param name="ProfileUdf">Fingerprint of the profile, by which the log is named.</param>
/// <param name="Address">The address; null where the log does not say it any more.</param>
/// <param name="Condition">How the log stands.</param>
/// <param name="Octets">Octets that verify.</param>
/// <param name="Problem">What is wrong, for people; null where nothing is.</param>
public sealed record AccountFinding(string ProfileUdf, string? Address, AccountCondition Condition, long Octets, string? Problem);
