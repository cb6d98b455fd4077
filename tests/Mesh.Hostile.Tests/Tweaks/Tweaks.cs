using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>Everything that a hostile service is tried with, by name.</summary>
internal static class Tweaks
{
    // One of each kind that the client tells apart; with MESH_HOSTILE=all every one that a service could think of.
    private static readonly (MeshStatus Status, MeshStatusExtended? Extended)[] Refusals = !Flow.Everything
        ?
    [
        (MeshStatus.Refused, MeshStatusExtended.NotAuthorized), (MeshStatus.Refused, MeshStatusExtended.DeviceRevoked),
        (MeshStatus.NotFound, MeshStatusExtended.Timeout), (MeshStatus.Conflict, MeshStatusExtended.Conflict), (MeshStatus.Unavailable, null),
        ((MeshStatus)299, null),
    ]
        :
    [
        (MeshStatus.MovedPermanently, null), (MeshStatus.MovedTemporarily, MeshStatusExtended.Moved), (MeshStatus.Malformed, null),
        (MeshStatus.Refused, null), (MeshStatus.Refused, MeshStatusExtended.NotAuthorized), (MeshStatus.Refused, MeshStatusExtended.NotAdministrator),
        (MeshStatus.Refused, MeshStatusExtended.DeviceRevoked), (MeshStatus.Refused, MeshStatusExtended.Refused),
        (MeshStatus.NotFound, MeshStatusExtended.NotFound), (MeshStatus.NotFound, MeshStatusExtended.Timeout), (MeshStatus.Conflict, null),
        (MeshStatus.Conflict, MeshStatusExtended.Conflict), (MeshStatus.TooLarge, MeshStatusExtended.TooLarge), (MeshStatus.TooMany, null),
        (MeshStatus.Internal, null), (MeshStatus.Unavailable, null), ((MeshStatus)299, null), ((MeshStatus)0, null), ((MeshStatus)(-1), null),
    ];

    public static ImmutableDictionary<string, Tweak> All { get; } =
        Everywhere().Concat(OfHello()).Concat(OfBind()).Concat(OfConnect()).Concat(OfComplete()).Concat(OfStatus()).Concat(StoreTweaks.OfStatus())
            .Concat(StoreTweaks.OfDownload()).Concat(StoreTweaks.OfTransact()).ToImmutableDictionary(t => t.ToString());

    /// <summary>A tweak that changes the honest answer.</summary>
    public static Tweak Changes<T>(MeshTransaction transaction, string name, Func<T, Exchange, MeshResponse> change, Effect effect = Effect.Refused)
        where T : MeshResponse => new(transaction, name, async exchange =>
        {
            MeshResponse honest = await exchange.HonestAsync();
            return Write(exchange, honest is T typed ? change(typed, exchange) : honest);
        })
        { Effect = effect };

    public static byte[] Write(Exchange exchange, MeshResponse response) => MeshMessages.Write(response with { Id = exchange.Request.Id });

    private static IEnumerable<Tweak> Everywhere()
    {
        foreach (MeshTransaction transaction in MeshTransaction.All)
        {
            foreach ((MeshStatus status, MeshStatusExtended? extended) in Refusals)
            {
                var refusal = new MeshResponse { Status = status, StatusExtended = extended, StatusDescription = "\u001b[2Jno" };
                yield return new Tweak(transaction, $"says {(int)status}/{(int?)extended} and does nothing", e => Task.FromResult<ReadOnlyMemory<byte>>(Write(e, refusal)));
                if (transaction.ChangesState)
                {
                    yield return Changes<MeshResponse>(transaction, $"does it and says {(int)status}/{(int?)extended}", (_, _) => refusal) with { Effect = Effect.Either };
                }
            }

            yield return new Tweak(transaction, "answers nothing", _ => Task.FromResult(ReadOnlyMemory<byte>.Empty));
            yield return new Tweak(transaction, "answers octets", _ => Task.FromResult<ReadOnlyMemory<byte>>(new byte[] { 0xFF, 0x00, 0x7B }));
            yield return new Tweak(transaction, "answers lists in lists", _ => Task.FromResult<ReadOnlyMemory<byte>>("{\"a\":"u8.ToArray().Concat(Enumerable.Repeat((byte)'[', 5000)).ToArray()));
            yield return new Tweak(transaction, "answers with another class", e => Task.FromResult<ReadOnlyMemory<byte>>(
                Write(e, e.Request is HelloRequest ? new UnbindResponse { Status = MeshStatus.Done } : new MeshHelloResponse { Status = MeshStatus.Done })));
            yield return new Tweak(transaction, "says success and nothing else", e => Task.FromResult<ReadOnlyMemory<byte>>(Write(e, new MeshResponse { Status = MeshStatus.Done })));
            yield return Changes<MeshResponse>(transaction, "names another request", (r, e) => r) with
            {
                AnswerAsync = async e => MeshMessages.Write(await e.HonestAsync() with { Id = "another" }),
                Effect = Effect.Either,
            };
            yield return new Tweak(transaction, "repeats what it said before", async e => Write(e, e.Provider.Arsenal.Earlier(e) ?? await e.HonestAsync())) { Effect = Effect.Either };
            if (transaction != MeshTransaction.Hello && transaction != MeshTransaction.UnbindAccount)
            {
                yield return new Tweak(transaction, "answers as it answered Mallet", async e => Write(e, e.Provider.Arsenal.ToMallet(e) ?? await e.HonestAsync()))
                {
                    IsAboutCatalogs = transaction == MeshTransaction.Transact,
                };
            }
        }
    }

    private static IEnumerable<Tweak> OfHello() =>
    [
        Changes<MeshHelloResponse>(MeshTransaction.Hello, "shows no profile", (r, _) => r with { EnvelopedProfileService = null }),
        Changes<MeshHelloResponse>(MeshTransaction.Hello, "shows the profile of another service", (r, e) => r with { EnvelopedProfileService = e.Provider.Arsenal.Other.Profile.Envelope }),
        Changes<MeshHelloResponse>(MeshTransaction.Hello, "states no version", (r, _) => r with { Version = null }, Effect.Either),
        .. Spoiled<MeshHelloResponse, ProfileService>(MeshTransaction.Hello, "profile", r => r.EnvelopedProfileService, (r, v) => r with { EnvelopedProfileService = v }),
    ];

    private static IEnumerable<Tweak> OfBind() =>
    [
        Changes<BindResponse>(MeshTransaction.BindAccount, "assigns no host", (r, _) => r with { EnvelopedAccountHostAssignment = null }),
        Changes<BindResponse>(MeshTransaction.BindAccount, "gives Mallet's assignment", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.MalletAssignment }),
        Changes<BindResponse>(MeshTransaction.BindAccount, "gives an assignment by another service", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.Other.Assignment("carol@example.com") }),
        .. Spoiled<BindResponse, AccountHostAssignment>(
            MeshTransaction.BindAccount, "assignment", r => r.EnvelopedAccountHostAssignment, (r, v) => r with { EnvelopedAccountHostAssignment = v }),
    ];

    private static IEnumerable<Tweak> OfConnect() =>
    [
        Changes<ConnectResponse>(MeshTransaction.Connect, "shows no account", (r, _) => r with { EnvelopedProfileAccount = null }),
        Changes<ConnectResponse>(MeshTransaction.Connect, "shows no acknowledgement", (r, _) => r with { EnvelopedAcknowledgeConnection = null }),
        Changes<ConnectResponse>(MeshTransaction.Connect, "shows Mallet's account", (r, e) => r with { EnvelopedProfileAccount = e.Provider.Arsenal.Mallet.Envelope.As<ProfileAccount>() }),
        Changes<ConnectResponse>(MeshTransaction.Connect, "acknowledges another request", (r, e) => r with
        {
            EnvelopedAcknowledgeConnection = ((ConnectResponse)e.Provider.Arsenal.ToMallet(e)!).EnvelopedAcknowledgeConnection,
        }),
        .. Spoiled<ConnectResponse, ProfileAccount>(MeshTransaction.Connect, "account", r => r.EnvelopedProfileAccount, (r, v) => r with { EnvelopedProfileAccount = v }),
        .. Spoiled<ConnectResponse, AcknowledgeConnection>(
            MeshTransaction.Connect, "acknowledgement", r => r.EnvelopedAcknowledgeConnection, (r, v) => r with { EnvelopedAcknowledgeConnection = v }),
    ];

    private static IEnumerable<Tweak> OfComplete() =>
    [
        Changes<CompleteResponse>(MeshTransaction.Complete, "gives no answer", (r, _) => r with { EnvelopedRespondConnection = null }),
        Changes<CompleteResponse>(MeshTransaction.Complete, "assigns no host", (r, _) => r with { EnvelopedAccountHostAssignment = null }),
        Changes<CompleteResponse>(MeshTransaction.Complete, "gives Mallet's assignment", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.MalletAssignment }),
        Changes<CompleteResponse>(MeshTransaction.Complete, "gives an assignment by another service", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.Other.Assignment(Template.Alice) }),
        Changes<CompleteResponse>(MeshTransaction.Complete, "gives the answer to Mallet's device", (r, e) => r with
        {
            EnvelopedRespondConnection = ((CompleteResponse)e.Provider.Arsenal.ToMallet(e)!).EnvelopedRespondConnection,
        }),
        .. Spoiled<CompleteResponse, RespondConnection>(
            MeshTransaction.Complete, "answer", r => r.EnvelopedRespondConnection, (r, v) => r with { EnvelopedRespondConnection = v }),
        .. Spoiled<CompleteResponse, AccountHostAssignment>(
            MeshTransaction.Complete, "assignment", r => r.EnvelopedAccountHostAssignment, (r, v) => r with { EnvelopedAccountHostAssignment = v }),
    ];

    private static IEnumerable<Tweak> OfStatus() =>
    [
        Changes<StatusResponse>(MeshTransaction.Status, "shows no profile", (r, _) => r with { EnvelopedProfileAccount = null }, Effect.None),
        Changes<StatusResponse>(MeshTransaction.Status, "shows Mallet's profile", (r, e) => r with { EnvelopedProfileAccount = e.Provider.Arsenal.Mallet.Envelope.As<ProfileAccount>() }),
        Changes<StatusResponse>(MeshTransaction.Status, "shows an earlier profile", (r, e) => r with
        {
            EnvelopedProfileAccount = ((StatusResponse)e.Provider.Arsenal.Earlier(e)!).EnvelopedProfileAccount,
        }),
        Changes<StatusResponse>(MeshTransaction.Status, "shows a later profile with an administrator of its own", (r, e) => r with
        {
            EnvelopedProfileAccount = e.Provider.Arsenal.Usurped(r.EnvelopedProfileAccount!),
        }),
        Changes<StatusResponse>(MeshTransaction.Status, "shows an earlier entry of the device", (r, e) => r with { EnvelopedCatalogedDevice = e.Provider.OwnEntries(e)[0] }),
        Changes<StatusResponse>(MeshTransaction.Status, "shows the entry of another device", (r, e) => r with { EnvelopedCatalogedDevice = e.Provider.OtherEntry(e) }),
        Changes<StatusResponse>(MeshTransaction.Status, "shows the present entry again", (r, e) => r with { EnvelopedCatalogedDevice = e.Provider.OwnEntries(e)[^1] }, Effect.None),
        Changes<StatusResponse>(MeshTransaction.Status, "shows another digest of the entry", (r, _) => r with { CatalogedDeviceDigest = "another" }, Effect.None),
        Changes<StatusResponse>(MeshTransaction.Status, "assigns no host", (r, _) => r with { EnvelopedAccountHostAssignment = null }, Effect.None),
        Changes<StatusResponse>(MeshTransaction.Status, "gives Mallet's assignment", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.MalletAssignment }),
        Changes<StatusResponse>(MeshTransaction.Status, "gives an assignment by another service", (r, e) => r with { EnvelopedAccountHostAssignment = e.Provider.Arsenal.Other.Assignment(Template.Alice) }),
        .. Spoiled<StatusResponse, CatalogedDevice>(
            MeshTransaction.Status, "entry of the device", (r, e) => e.Provider.OwnEntries(e)[^1], (r, v) => r with { EnvelopedCatalogedDevice = v }, absent: false),
        .. Spoiled<StatusResponse, ProfileAccount>(
            MeshTransaction.Status, "profile", r => r.EnvelopedProfileAccount, (r, v) => r with { EnvelopedProfileAccount = v }, Effect.Either),
        .. Spoiled<StatusResponse, AccountHostAssignment>(
            MeshTransaction.Status, "assignment", r => r.EnvelopedAccountHostAssignment, (r, v) => r with { EnvelopedAccountHostAssignment = v }, Effect.Either),
    ];

    private static IEnumerable<Tweak> Spoiled<TResponse, T>(
        MeshTransaction transaction, string what, Func<TResponse, Enveloped<T>?> get, Func<TResponse, Enveloped<T>?, TResponse> set, Effect effect = Effect.Refused)
        where TResponse : MeshResponse
        where T : MeshObject => Spoiled(transaction, what, (r, _) => get(r), set, true, effect);

    private static IEnumerable<Tweak> Spoiled<TResponse, T>(
        MeshTransaction transaction, string what, Func<TResponse, Exchange, Enveloped<T>?> get, Func<TResponse, Enveloped<T>?, TResponse> set, bool absent, Effect effect = Effect.Refused)
        where TResponse : MeshResponse
        where T : MeshObject =>
        Spoiling.Ways.Select(way => Changes<TResponse>(
            transaction,
            $"gives the {what} {way.Name}",
            (r, e) => get(r, e) is { } value ? set(r, way.Spoil(value.Envelope, e.Provider.Arsenal) is { } spoiled ? new Enveloped<T>(spoiled) : null) : r,
            effect));
}
