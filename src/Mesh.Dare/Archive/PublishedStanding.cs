namespace Mesh.Dare;

/// <summary>What was shown about the body of an entry when the archive was read.</summary>
internal readonly record struct PublishedStanding(VerificationLevel Level, bool MetadataIsBound, bool SignatureIsWrong);
