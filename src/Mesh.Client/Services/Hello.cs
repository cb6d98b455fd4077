using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The first question to a service (Mesh protocol 4.1).</summary>
internal static class Hello
{
    public static async Task<HelloResult> AskAsync(MachineParts parts, ServiceTarget target, CancellationToken cancel)
    {
        (Verified<ProfileService> service, MeshHelloResponse hello) = await parts.Link.HelloAsync(target, cancel).ConfigureAwait(false);
        MeshVersion version = hello.Version ?? throw new ClientException(ClientError.InvalidResponse, "The service did not state a version.");
        return new HelloResult($"{version.Major}.{version.Minor}", service.Value.Udf, target.Domain.Name);
    }
}
