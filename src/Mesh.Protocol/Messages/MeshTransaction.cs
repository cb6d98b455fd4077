namespace Mesh.Protocol;

/// <summary>
/// A transaction of Mesh protocol, section 4: its name, which tags its requests on the wire, and the class names of request and
/// response, of which the first is read as a tag as well and the second tags the response (P-2).
/// </summary>
public sealed class MeshTransaction
{
    private MeshTransaction(string name, Type request, Type response, bool changesState)
    {
        Name = name;
        Request = request;
        Response = response;
        ChangesState = changesState;
    }

    /// <summary>Section 4.1.</summary>
    public static MeshTransaction Hello { get; } = new("Hello", typeof(HelloRequest), typeof(MeshHelloResponse), false);

    /// <summary>Section 4.2.</summary>
    public static MeshTransaction BindAccount { get; } = new("BindAccount", typeof(BindRequest), typeof(BindResponse), true);

    /// <summary>Section 4.3.</summary>
    public static MeshTransaction UnbindAccount { get; } = new("UnbindAccount", typeof(UnbindRequest), typeof(UnbindResponse), true);

    /// <summary>Section 4.4.</summary>
    public static MeshTransaction Connect { get; } = new("Connect", typeof(ConnectRequest), typeof(ConnectResponse), true);

    /// <summary>Section 4.5.</summary>
    public static MeshTransaction Complete { get; } = new("Complete", typeof(CompleteRequest), typeof(CompleteResponse), false);

    /// <summary>Section 4.6.</summary>
    public static MeshTransaction Status { get; } = new("Status", typeof(StatusRequest), typeof(StatusResponse), false);

    /// <summary>Section 4.7.</summary>
    public static MeshTransaction Download { get; } = new("Download", typeof(DownloadRequest), typeof(DownloadResponse), false)
    {
        ResponseLimit = ProtocolLimits.LargestMessage,
    };

    /// <summary>Section 4.8.</summary>
    public static MeshTransaction Transact { get; } = new("Transact", typeof(TransactRequest), typeof(TransactResponse), true)
    {
        RequestLimit = ProtocolLimits.LargestMessage,
    };

    /// <summary>Section 4.9.</summary>
    public static MeshTransaction Post { get; } = new("Post", typeof(PostRequest), typeof(PostResponse), true);

    /// <summary>Section 4.10.</summary>
    public static MeshTransaction Claim { get; } = new("Claim", typeof(ClaimRequest), typeof(ClaimResponse), true);

    /// <summary>Section 4.11.</summary>
    public static MeshTransaction PollClaim { get; } = new("PollClaim", typeof(PollClaimRequest), typeof(PollClaimResponse), false);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MeshTransaction> All { get; } =
        [Hello, BindAccount, UnbindAccount, Connect, Complete, Status, Download, Transact, Post, Claim, PollClaim];

    /// <summary>The name, tag of requests.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the service remembers request ID and response, so that a repeat is answered without acting again (Mesh channel, section 4).
    /// </summary>
    public bool ChangesState { get; }

    /// <summary>Octets of a request's JSON at most.</summary>
    public int RequestLimit { get; private init; } = ProtocolLimits.Message;

    /// <summary>Octets of a response's JSON at most.</summary>
    public int ResponseLimit { get; private init; } = ProtocolLimits.Message;

    /// <summary>Tag of responses.</summary>
    public string ResponseTag => Response.Name;

    internal Type Request { get; }

    internal Type Response { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static MeshTransaction Of(MeshRequest request)
    {
        Type type = request.GetType();
        return All.First(t => t.Request == type);
    }

    /// <summary>The transaction of a request's tag, or null.</summary>
    internal static MeshTransaction? Find(string tag) => All.FirstOrDefault(t => t.Name == tag || t.Request.Name == tag);
}
