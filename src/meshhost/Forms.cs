using System.Net;
using Mesh.CommandLine;
using Mesh.Protocol;

namespace Mesh.Host;

/// <summary>What the parameters and options of meshhost take.</summary>
internal static class Forms
{
    public static ValueForm Domain { get; } = new("a domain such as example.com", IsDomain);

    public static ValueForm Url { get; } = new("a URL with an IP address, such as https://0.0.0.0:443", IsUrl);

    private static bool IsDomain(string text)
    {
        try
        {
            ServiceDomain.Parse(text);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https" && IPAddress.TryParse(address.Host.Trim('[', ']'), out _);
}
