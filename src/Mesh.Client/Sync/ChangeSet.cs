using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What one Transact changes.</summary>
internal sealed class ChangeSet
{
    private readonly Dictionary<string, StoreWriter> _writers = new(StringComparer.Ordinal);

    public List<Enveloped<Message>> Local { get; } = [];

    public List<Enveloped<Message>> Inbound { get; } = [];

    /// <summary>A later version of the profile.</summary>
    public Enveloped<ProfileUser>? Profile { get; set; }

    /// <summary>This device's membership after the change, where it changes that too.</summary>
    public MembershipRecord? Next { get; set; }

    /// <summary>Keys of the offline edits that the change carries out.</summary>
    public List<string> Edits { get; } = [];

    public bool IsEmpty => _writers.Values.All(w => w.IsEmpty) && Local.Count == 0 && Inbound.Count == 0 && Profile is null;

    public int Count => _writers.Values.Sum(w => w.Envelopes.Count) + Local.Count + Inbound.Count;

    public void Add(string label, StoreWriter writer) => _writers.Add(label, writer);

    public TransactRequest ToRequest(string address) => new()
    {
        Account = address,
        Updates = [.. _writers.Values.Where(w => !w.IsEmpty).Select(w => w.ToUpdate())],
        Local = [.. Local],
        Inbound = [.. Inbound],
        EnvelopedProfileAccount = Profile,
    };
}
