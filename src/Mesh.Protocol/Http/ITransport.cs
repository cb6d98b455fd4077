namespace Mesh.Protocol;

/// <summary>Carries octets to the hosts of services.</summary>
public interface ITransport
{
    /// <summary>Begins a conversation. Connecting happens with the first POST.</summary>
    IConversation Open(ServiceEndpoint endpoint);
}
