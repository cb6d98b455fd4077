namespace Mesh.Protocol;

/// <summary>The service that a client wants to talk to.</summary>
/// <param name="Domain">The domain of the account address; goes into the prologue.</param>
/// <param name="ServiceUdf">The pinned UDF of the service profile, or null at first contact.</param>
/// <param name="HostAddresses">
/// HostAddresses of the AccountHostAssignment, in order of preference: host names or IP addresses, with <c>:port</c> where it is not
/// 443. Tried before the domain is looked up; callsigns are passed over.
/// </param>
public sealed record ServiceTarget(ServiceDomain Domain, string? ServiceUdf = null, IReadOnlyList<string>? HostAddresses = null);
