// Hello, Status and Download (Mesh protocol 4.1, 4.6 and 4.7): they change nothing.

using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Tells callers what they may know.</summary>
internal sealed class ReadTransactions(IAccountStorage storage, ServiceIdentity identity)
{
    // Base64url and JSON around the frames leave room below the limit of a response.
    private const long DownloadOctets = ProtocolLimits.LargestMessage / 2;
    private const int DownloadFrames = 4096;
    private const int DownloadStores = 64;

    /// <summary>Says who this service is.</summary>
    public MeshHelloResponse Hello() => new()
    {
        Status = MeshStatus.Done,
        Version = MeshVersion.Current,
        ConstraintsUpdate = new ConstraintsData { BytesMax = ProtocolLimits.CatalogEntry },
        ConstraintsPost = new ConstraintsData { BytesMax = ProtocolLimits.InterAccountMessage },
        PolicyAccount = new PolicyAccount { Minimum = 1, Maximum = ProtocolLimits.AccountNameCharacters },
        EnvelopedProfileService = identity.Profile.Envelope,
    };

    /// <summary>How the stores stand that the caller may read, and what changed about the caller's own device.</summary>
    public async Task<MeshResponse> StatusAsync(RequestContext context, Authority authority, StatusRequest request)
    {
        if (!authority.Allows(Right.Status))
        {
            throw Refusal.NotAuthorized();
        }

        Dare.AccountStatus status = await storage.StatusAsync(authority.Account.Name, context.Cancellation).ConfigureAwait(false);
        ImmutableArray<string> asked = [.. request.Catalogs, .. request.Spools];
        var capability = authority.Access.Find(context.Caller.Names.KeyUdf)?.Capability as AccessCapability;
        bool changed = capability is not null && capability.CatalogedDeviceDigest != request.CatalogedDeviceDigest;
        return new StatusResponse
        {
            Status = MeshStatus.Done,
            EnvelopedProfileAccount = authority.Account.Profile.Envelope.As<ProfileAccount>(),
            EnvelopedCatalogedDevice = changed ? capability!.EnvelopedCatalogedDevice : null,
            CatalogedDeviceDigest = capability?.CatalogedDeviceDigest,
            ContainerStatus = Outcomes.Status(status.Stores.Where(s =>
                authority.MayRead(s.Label.ToString())
                && (asked.IsEmpty || asked.Any(a => Schema.StoreLabel.Same(a, s.Label.ToString()))))),
            EnvelopedAccountHostAssignment = authority.Account.Assignment,
        };
    }

    /// <summary>Entries from an index on, as many as fit; the caller goes on from there.</summary>
    public async Task<MeshResponse> DownloadAsync(RequestContext context, Authority authority, DownloadRequest request)
    {
        if (request.Select.Length > DownloadStores)
        {
            throw Refusal.Malformed($"a download names {DownloadStores} stores at most");
        }

        long left = Math.Min(request.ConstraintsPost?.BytesMax ?? DownloadOctets, DownloadOctets);
        int frames = (int)Math.Min(request.ConstraintsPost?.MaxEntries ?? DownloadFrames, DownloadFrames);
        var updates = ImmutableArray.CreateBuilder<ContainerUpdate>();
        foreach (ConstraintsSelect select in request.Select)
        {
            string label = Schema.StoreLabel.Canonical(select.Container);
            if (!Dare.StoreLabel.TryParse(label, out Dare.StoreLabel store) || !authority.MayRead(label))
            {
                throw Refusal.NotAuthorized();
            }

            long from = select.IndexMin ?? 0;
            long last = Math.Min(select.IndexMax ?? long.MaxValue, long.MaxValue - 1);
            long wanted = last < from ? 0 : last - from + 1;
            if (left <= 0 || frames <= 0 || wanted == 0)
            {
                continue;
            }

            StoreRange? range = await storage.ReadAsync(
                authority.Account.Name, store, from, (int)Math.Min(frames, wanted), left, context.Cancellation).ConfigureAwait(false);
            if (range is null)
            {
                continue;
            }

            left -= range.Frames.Sum(f => (long)f.Length);
            frames -= range.Frames.Count;
            updates.Add(new ContainerUpdate
            {
                Container = label,
                Index = range.From,
                Digest = range.Status.Count == 0 ? null : range.Status.Root.ToArray(),
                Envelopes = [.. range.Frames.Select(f => StoreFrame.Parse(f).Envelope)],
            });
        }

        return new DownloadResponse { Status = MeshStatus.Done, Updates = updates.ToImmutable() };
    }
}
