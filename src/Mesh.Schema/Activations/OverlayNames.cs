using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>The key names of an activation for devices and for hosts (Mesh schema 3.3).</summary>
internal sealed record OverlayNames(string Encrypt, string Sign, string Authenticate)
{
    public static OverlayNames Device { get; } = new(
        KeyNames.ActivationDeviceEncrypt, KeyNames.ActivationDeviceSign, KeyNames.ActivationDeviceAuthenticate);

    public static OverlayNames Host { get; } = new(
        KeyNames.ActivationHostEncrypt, KeyNames.ActivationHostSign, KeyNames.ActivationHostAuthenticate);
}
