using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>A service that has nothing to do with Alice, but would like to.</summary>
internal sealed class OtherService
{
    private readonly ObjectSealer _sealer = new(new SeededRandom("other service"), TimeProvider.System);
    private readonly ServiceKeySet _keys;

    public OtherService()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileService, _sealer.Random);
        _keys = ServiceKeySet.Of(seed);
        Profile = ProfileValidator.Validate(ProfileBuilder.Service(_sealer, _keys));
    }

    public Verified<ProfileService> Profile { get; }

    public SignaturePrivateKey Signature => _keys.Signature;

    public Enveloped<AccountHostAssignment> Assignment(string address) =>
        ServiceBuilder.Assignment(_sealer, _keys.Signature, address, [], AgreementPrivateKey.Generate(KeyAlgorithm.X448, _sealer.Random).Public);
}
