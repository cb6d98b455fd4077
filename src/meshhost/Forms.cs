using System.Net;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Host;

/// <summary>What the parameters and options of meshhost take.</summary>
internal static class Forms
{
    public static ValueForm Domain { get; } = new("a domain such as example.com", text => ServiceDomain.TryParse(text, out _));

    public static ValueForm Url { get; } = new("a URL with an IP address, such as https://0.0.0.0:443", IsUrl);

    public static ValueForm Account { get; } = new("the address or UDF of an account", IsAccount);

    public static ValueForm IpAddress { get; } = new("an IP address such as 192.0.2.1", text => IPAddress.TryParse(text, out _) && (text.Contains(':', StringComparison.Ordinal) || text.Split('.').Length == 4));

    private static bool IsAccount(string text) => text.Contains('@', StringComparison.Ordinal)
        ? AccountAddress.TryCanonical(text, out string address) && ServiceDomain.TryOfAddress(address, out _)
        : AccountName.TryParse(text, out _);

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https" && IPAddress.TryParse(address.Host.Trim('[', ']'), out _);
}
