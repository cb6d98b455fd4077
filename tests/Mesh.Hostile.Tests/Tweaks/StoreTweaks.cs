using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Hostile.Tests;

/// <summary>What a hostile service does with stores: their states, their entries, and the changes that it is sent.</summary>
internal static class StoreTweaks
{
    public static IEnumerable<Tweak> OfStatus()
    {
        foreach (string label in new[] { StoreLabel.Credential, StoreLabel.Device, StoreLabel.Inbound })
        {
            // Where a device may not read a store it does not look at it.
            Tweak Of(string name, Func<ContainerStatus, IEnumerable<ContainerStatus>> change) => Tweaks.Changes<StatusResponse>(
                MeshTransaction.Status,
                $"shows {label} {name}",
                (r, _) => r with { ContainerStatus = [.. r.ContainerStatus.SelectMany(s => s.Container == label ? change(s) : [s])] },
                label is StoreLabel.Device ? Effect.Either : Effect.Refused);
            yield return Of("not at all", _ => []);
            yield return Of("empty", s => [s with { Index = 0, Digest = null }]);
            yield return Of("shorter", s => [s with { Index = s.Index - 1, Digest = s.Index == 1 ? null : s.Digest }]);
            yield return Of("longer", s => [s with { Index = s.Index + 1 }]);
            yield return Of("very long", s => [s with { Index = long.MaxValue }]);
            yield return Of("with another root", s => [s with { Digest = Spoiling.Flipped(s.Digest) }]);
            yield return Of("without a root", s => [s with { Digest = null }]);
            yield return Of("with a short root", s => [s with { Digest = s.Digest![..16] }]);
            yield return Of("at a negative length", s => [s with { Index = -1 }]);
            yield return Of("twice with two roots", s => [s, s with { Digest = Spoiling.Flipped(s.Digest) }]);
            yield return Of("twice with two lengths", s => [s with { Index = s.Index + 1 }, s]);
        }

        yield return Tweaks.Changes<StatusResponse>(MeshTransaction.Status, "shows no stores", (r, _) => r with { ContainerStatus = [] });
        yield return Tweaks.Changes<StatusResponse>(
            MeshTransaction.Status, "shows stores that there are not", (r, _) => r with
            {
                ContainerStatus = [.. r.ContainerStatus, Made("MMM_Nothing"), Made("~Edits"), Made("../../keys"), Made("mmm/\0")],
            },
            Effect.None);
        yield return Tweaks.Changes<StatusResponse>(
            MeshTransaction.Status, "writes labels in another case", (r, _) => r with { ContainerStatus = [.. r.ContainerStatus.Select(s => s with { Container = s.Container.ToUpperInvariant() })] }, Effect.None);
        yield return Tweaks.Changes<StatusResponse>(
            MeshTransaction.Status, "shows the states of Mallet's stores", (r, e) => r with { ContainerStatus = ((StatusResponse)e.Provider.Arsenal.ToMallet(e)!).ContainerStatus });
        yield return Tweaks.Changes<StatusResponse>(
            MeshTransaction.Status, "shows the states of one another", (r, _) => r with
            {
                ContainerStatus = [.. r.ContainerStatus.Zip(r.ContainerStatus.Skip(1).Append(r.ContainerStatus[0]), (a, b) => b with { Container = a.Container })],
            });
    }

    public static IEnumerable<Tweak> OfDownload()
    {
        static Tweak Of(string name, Func<ContainerUpdate, Exchange, IEnumerable<ContainerUpdate>> change, Effect effect = Effect.Refused) =>
            Tweaks.Changes<DownloadResponse>(
                MeshTransaction.Download, name, (r, e) => r with { Updates = [.. r.Updates.SelectMany(u => u.Envelopes.IsEmpty ? [u] : change(u, e))] }, effect);
        static Tweak Entry(string name, Func<UnverifiedEnvelope, Exchange, UnverifiedEnvelope> change) =>
            Of("hands over the first entry " + name, (u, e) => [u with { Envelopes = [change(u.Envelopes[0], e), .. u.Envelopes.Skip(1)] }]);

        yield return Of("hands over nothing", (_, _) => []);
        yield return Of("hands over no entries", (u, _) => [u with { Envelopes = [] }]);
        yield return Of("begins one later", (u, _) => [u with { Index = u.Index + 1 }]);
        yield return Of("begins one earlier", (u, _) => [u with { Index = Math.Max(0, u.Index - 1) }], Effect.Either);
        yield return Of("begins at the end of numbers", (u, _) => [u with { Index = long.MaxValue - u.Envelopes.Length }]);
        yield return Of("begins below zero", (u, _) => [u with { Index = -1 }]);
        yield return Of("leaves the first entry out", (u, _) => [u with { Envelopes = u.Envelopes.RemoveAt(0) }]);
        yield return Of("hands over the first entry twice", (u, _) => [u with { Envelopes = u.Envelopes.Insert(0, u.Envelopes[0]) }]);
        yield return Of("hands over the entries backwards", (u, _) => [u with { Envelopes = u.Envelopes.Reverse().ToImmutableArray() }], Effect.Either);
        yield return Of("hands over the same part twice", (u, _) => [u, u], Effect.Either);
        yield return Of("hands over more than it showed", (u, _) => [u with { Envelopes = u.Envelopes.AddRange(u.Envelopes) }], Effect.Either);
        yield return Of("hands over entries one by one", (u, _) => u.Envelopes.Select((e, i) => u with { Index = u.Index + i, Envelopes = [e] }), Effect.None);
        yield return Of("hands over one entry at a time", (u, _) => [u with { Envelopes = u.Envelopes[..1] }], Effect.None);
        yield return Of("gives another root along", (u, _) => [u with { Digest = new byte[32] }], Effect.None);
        yield return Of("adds stores that were not asked for", (u, _) => [u, u with { Container = StoreLabel.Bookmark }, u with { Container = "~Intents" }, u with { Container = "../x" }], Effect.None);
        yield return Of("calls the stores by other names", (u, _) => [u with { Container = u.Container == StoreLabel.Credential ? StoreLabel.Task : StoreLabel.Credential }], Effect.Either);
        yield return Of("hands over the entries of Mallet", (u, e) =>
            [u with { Envelopes = [.. ((DownloadResponse)e.Provider.Arsenal.ToMallet(e)!).Updates.Where(m => m.Container == u.Container).SelectMany(m => m.Envelopes).Take(u.Envelopes.Length)] }], Effect.Either);
        yield return Entry("of another store", (_, e) => ((DownloadResponse)e.Honest!).Updates.SelectMany(u => u.Envelopes).Last());
        yield return Entry("as an empty one", (_, _) => UnverifiedEnvelope.Parse("[{},\"\"]"u8.ToArray()));
        foreach (string member in new[] { "enc", "Salt", "KeyCommit", "ContentMetaData" })
        {
            yield return Entry($"without {member}", (u, _) => Without(u, member));
        }

        foreach ((string name, Func<UnverifiedEnvelope, Arsenal, UnverifiedEnvelope?> spoil) in Spoiling.Ways)
        {
            bool isInTree = name.EndsWith(" body", StringComparison.Ordinal) || name.Contains("the body", StringComparison.Ordinal);
            yield return Entry(name, (u, e) => u.Trailer.Signatures.Count == 0 && !isInTree ? u : spoil(u, e.Provider.Arsenal)!) with
            {
                Effect = isInTree ? Effect.Refused : Effect.Either,
            };
        }

        // Who can open an entry, and how it is called, are not in the tree: it is taken, counts for nothing, and is mended.
        foreach (string member in new[] { "EnvelopeId", "kid", "recipients", "dig" })
        {
            yield return Entry($"without {member}", (u, _) => Without(u, member)) with { Effect = Effect.Either };
        }
    }

    public static IEnumerable<Tweak> OfTransact()
    {
        static Task<ReadOnlyMemory<byte>> Pretend(Exchange e, Func<ContainerUpdate, ContainerStatus> status) => Task.FromResult<ReadOnlyMemory<byte>>(Tweaks.Write(e, new TransactResponse
        {
            Status = MeshStatus.Done,
            ContainerStatus = [.. ((TransactRequest)e.Request).Updates.Select(status), .. Grown((TransactRequest)e.Request)],
        }));
        yield return new Tweak(MeshTransaction.Transact, "confirms and does nothing", e => Pretend(e, After)) { Effect = Effect.Contradiction };
        yield return new Tweak(MeshTransaction.Transact, "confirms another state and does nothing", e => Pretend(e, u => After(u) with { Digest = new byte[32] })) { IsAboutCatalogs = true };
        yield return new Tweak(MeshTransaction.Transact, "confirms without a state and does nothing", e => Task.FromResult<ReadOnlyMemory<byte>>(
            Tweaks.Write(e, new TransactResponse { Status = MeshStatus.Done })));
        yield return Tweaks.Changes<TransactResponse>(MeshTransaction.Transact, "does it and confirms another root", (r, _) => r with
        {
            ContainerStatus = [.. r.ContainerStatus.Select(s => s with { Digest = Spoiling.Flipped(s.Digest) })],
        }) with { IsAboutCatalogs = true };
        yield return Tweaks.Changes<TransactResponse>(MeshTransaction.Transact, "does it and confirms another length", (r, _) => r with
        {
            ContainerStatus = [.. r.ContainerStatus.Select(s => s with { Index = s.Index + 1 })],
        }) with { IsAboutCatalogs = true };
        yield return Tweaks.Changes<TransactResponse>(MeshTransaction.Transact, "does it and confirms no states", (r, _) => r with { ContainerStatus = [] });
        yield return Tweaks.Changes<TransactResponse>(MeshTransaction.Transact, "does it and says that all was rejected", (r, _) => r with
        {
            Entries = [new EntryResponse { IndexRequest = 0, Result = EntryResponse.Reject }],
        }, Effect.Either);
        yield return new Tweak(MeshTransaction.Transact, "does it twice", async e =>
        {
            await e.HonestAsync();
            return await e.HonestOctetsAsync();
        })
        { Effect = Effect.None };
    }

    private static ContainerStatus After(ContainerUpdate update) => new() { Container = update.Container, Index = update.NextIndex, Digest = update.Digest };

    // The spools of a request, with a history of the service's own making.
    private static IEnumerable<ContainerStatus> Grown(TransactRequest request) =>
        new[] { (request.Local.IsEmpty, StoreLabel.Local), (request.Inbound.IsEmpty, StoreLabel.Inbound) }.Where(s => !s.Item1)
            .Select(s => new ContainerStatus { Container = s.Item2, Index = 1000, Digest = new byte[32] });

    private static ContainerStatus Made(string label) => new() { Container = label, Index = 1, Digest = new byte[32] };

    private static UnverifiedEnvelope Without(UnverifiedEnvelope envelope, string member)
    {
        try
        {
            return Spoiling.Header(envelope, h => h.Remove(member));
        }
        catch (DareException)
        {
            return UnverifiedEnvelope.Parse("[{},\"\"]"u8.ToArray()); // it does not even parse without
        }
    }
}
