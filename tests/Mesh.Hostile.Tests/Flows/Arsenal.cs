using System.Collections.Immutable;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>What a provider has collected: what it said before and to others, what others signed, and services and keys of its own making.</summary>
internal sealed class Arsenal
{
    private readonly ILookup<(string Key, MeshTransaction), MeshResponse> _said;
    private readonly string _malletUdf;
    private readonly ILookup<MeshTransaction, MeshResponse> _toMallet;

    private Arsenal(IReadOnlyList<Exchange> seen, string malletUdf, ImmutableDictionary<string, string> notes, Verified<ProfileUser>? mallet, Enveloped<AccountHostAssignment>? assignment)
    {
        _malletUdf = malletUdf;
        _said = seen.Where(e => e.Honest is { IsSuccess: true }).ToLookup(e => (e.Caller.Names.KeyUdf, e.Request.Transaction), e => e.Honest!);
        _toMallet = seen.Where(e => e.Honest is { IsSuccess: true } && IsMallets(e)).ToLookup(e => e.Request.Transaction, e => e.Honest!);
        Notes = notes;
        Mallet = mallet!;
        MalletAssignment = assignment!;
    }

    public static Arsenal Empty { get; } = new([], "", ImmutableDictionary<string, string>.Empty, null, null);

    /// <summary>Witnesses and PINs.</summary>
    public ImmutableDictionary<string, string> Notes { get; }

    public Verified<ProfileUser> Mallet { get; }

    public Enveloped<AccountHostAssignment> MalletAssignment { get; }

    /// <summary>A service of the operator's own making.</summary>
    public OtherService Other { get; } = new();

    /// <summary>Signs what nobody asked it to.</summary>
    public SignaturePrivateKey ForgingKey { get; } = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("forger"));

    public static Task<Arsenal> GatherAsync(Stage stage, ImmutableDictionary<string, string> notes)
    {
        var mallet = stage.Provider.Accounts.Find(Template.Mallet)!;
        return Task.FromResult(new Arsenal(stage.Provider.Seen, mallet.Profile.Value.Udf, notes, mallet.Profile, mallet.Assignment));
    }

    /// <summary>The first thing that was ever said to the same caller in the same transaction, if anything.</summary>
    public MeshResponse? Earlier(Exchange exchange) => _said[(exchange.Caller.Names.KeyUdf, exchange.Request.Transaction)].FirstOrDefault();

    /// <summary>What was last said to Mallet's devices in the same transaction.</summary>
    public MeshResponse? ToMallet(Exchange exchange) => _toMallet[exchange.Request.Transaction].LastOrDefault();

    /// <summary>A later version of a profile, under which the operator would be the administrator; the signature is the old one's.</summary>
    public Enveloped<ProfileAccount> Usurped(Enveloped<ProfileAccount> profile)
    {
        ProfileUser user = SchemaJson.Decode<ProfileUser>(profile.Envelope.Body);
        byte[] body = SchemaJson.Encode(user with
        {
            Updated = user.Updated!.Value.AddDays(1),
            AdministratorSignature = KeyData.Of(ForgingKey.Public),
        });
        return new Enveloped<ProfileAccount>(new UnverifiedEnvelope(profile.Envelope.Header, body, profile.Envelope.Trailer));
    }

    private bool IsMallets(Exchange exchange) => exchange.Request switch
    {
        MeshRequestUser user => user.Account == Template.Mallet,
        BindRequest bind => bind.AccountAddress == Template.Mallet,
        ConnectRequest connect =>
            SchemaJson.Decode<RequestConnection>(connect.EnvelopedRequestConnection.Envelope.Body).AccountAddress == Template.Mallet,
        _ => exchange.Caller.Names.ProfileUdf == _malletUdf || exchange.Request is HelloRequest,
    };
}
