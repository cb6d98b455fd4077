namespace Mesh.Benchmarks.Crypto;

/// <summary>The names of the operations that are compared, the same for every library.</summary>
internal static class CryptoOperation
{
    public const string X448Agree = "X448 agree";
    public const string X448Generate = "X448 key generation";
    public const string Ed448Sign = "Ed448 sign";
    public const string Ed448Verify = "Ed448 verify";
    public const string Ed448VerifyBatch = "Ed448 verify, batch of 64, per signature";
    public const string Ed448Generate = "Ed448 key generation";
    public const string X25519Agree = "X25519 agree";
    public const string X25519Generate = "X25519 key generation";
    public const string Ed25519Sign = "Ed25519 sign";
    public const string Ed25519Verify = "Ed25519 verify";
    public const string Ed25519VerifyBatch = "Ed25519 verify, batch of 64, per signature";
    public const string Ed25519Generate = "Ed25519 key generation";
    public const string SealSegments = "AES-256-GCM segments, seal 1 MiB";
    public const string OpenSegments = "AES-256-GCM segments, open 1 MiB";
}
