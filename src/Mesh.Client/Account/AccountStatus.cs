namespace Mesh.Client;

/// <summary>The state of an account on this machine, without asking the service.</summary>
/// <param name="Address">Account address.</param>
/// <param name="ProfileUdf">Account fingerprint.</param>
/// <param name="Stores">The stores that this device holds.</param>
/// <param name="UnsentEdits">Changes made here that the service does not have yet.</param>
/// <param name="UnansweredRequests">Requests whose outcome is not known; the next synchronisation settles them.</param>
/// <param name="RotationPending">Devices were removed without a rotation of all keys: a super device has to finish it.</param>
public sealed record AccountStatus(
    string Address,
    string ProfileUdf,
    IReadOnlyList<StoreState> Stores,
    int UnsentEdits,
    int UnansweredRequests,
    IReadOnlyList<string> RotationPending);
