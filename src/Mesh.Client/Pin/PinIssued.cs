namespace Mesh.Client;

/// <summary>A PIN that admits one device (Mesh protocols, 6.3). It prints without the PIN.</summary>
/// <param name="Pin">The PIN, to be given to the device by another way than the network.</param>
/// <param name="Expires">Until when it works.</param>
/// <param name="Uri"><c>mcu://account/PIN</c>.</param>
/// <param name="Roles">What the device will be given.</param>
public sealed record PinIssued(string Pin, DateTimeOffset Expires, string Uri, IReadOnlyList<string> Roles)
{
    /// <summary>Never the PIN.</summary>
    public override string ToString() => $"PIN, expires {Expires:u}";
}
