using System.Buffers;

namespace Mesh.Keys;

/// <summary>
/// Names under which keys are derived from a seed (Mesh schema, section 3): type, actor and operation run together without a
/// separator, then the label of a store where there is one. They are part of the derivation: a changed name is another key.
/// </summary>
public static class KeyNames
{
    /// <summary>Signs the account profile.</summary>
    public const string AccountProfile = "CompleteAccountProfile";

    /// <summary>Signs what administrators sign: connections, activations, the device catalog.</summary>
    public const string AccountAdminSign = "CompleteAccountAdminSign";

    /// <summary>Opens what administrators keep to themselves.</summary>
    public const string AccountAdminEncrypt = "CompleteAccountAdminEncrypt";

    /// <summary>Opens data and messages to the account.</summary>
    public const string AccountEncrypt = "CompleteAccountEncrypt";

    /// <summary>Authenticates the account when it is bound or recovered.</summary>
    public const string AccountAuthenticate = "CompleteAccountAuthenticate";

    /// <summary>Signs messages and contact cards.</summary>
    public const string AccountSign = "CompleteAccountSign";

    /// <summary>Opens escrowed keys after recovery.</summary>
    public const string AccountEscrow = "CompleteAccountEscrow";

    /// <summary>Signs the device profile.</summary>
    public const string DeviceProfile = "BaseDeviceProfile";

    /// <summary>The device's base key for encryption.</summary>
    public const string DeviceEncrypt = "BaseDeviceEncrypt";

    /// <summary>The device's base key for signatures.</summary>
    public const string DeviceSign = "BaseDeviceSign";

    /// <summary>The device's base key for authentication.</summary>
    public const string DeviceAuthenticate = "BaseDeviceAuthenticate";

    /// <summary>The contribution to the connected device's encryption key.</summary>
    public const string ActivationDeviceEncrypt = "ActivationDeviceEncrypt";

    /// <summary>The contribution to the connected device's signature key.</summary>
    public const string ActivationDeviceSign = "ActivationDeviceSign";

    /// <summary>The contribution to the connected device's authentication key.</summary>
    public const string ActivationDeviceAuthenticate = "ActivationDeviceAuthenticate";

    /// <summary>Signs the host profile.</summary>
    public const string HostProfile = "BaseHostProfile";

    /// <summary>The host's base key for encryption.</summary>
    public const string HostEncrypt = "BaseHostEncrypt";

    /// <summary>The host's base key for signatures.</summary>
    public const string HostSign = "BaseHostSign";

    /// <summary>The host's base key for authentication.</summary>
    public const string HostAuthenticate = "BaseHostAuthenticate";

    /// <summary>The contribution to the connected host's encryption key.</summary>
    public const string ActivationHostEncrypt = "ActivationHostEncrypt";

    /// <summary>The contribution to the connected host's signature key.</summary>
    public const string ActivationHostSign = "ActivationHostSign";

    /// <summary>The contribution to the connected host's authentication key.</summary>
    public const string ActivationHostAuthenticate = "ActivationHostAuthenticate";

    /// <summary>Signs the service profile.</summary>
    public const string ServiceProfile = "BaseServiceProfile";

    /// <summary>Opens what is sent to the service.</summary>
    public const string ServiceEncrypt = "BaseServiceEncrypt";

    /// <summary>Signs host connections.</summary>
    public const string ServiceSign = "BaseServiceSign";

    /// <summary>Authenticates the service.</summary>
    public const string ServiceAuthenticate = "BaseServiceAuthenticate";

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>The key that entries of the store <paramref name="label"/> are encrypted to, for example <c>MMM_Contact</c>.</summary>
    /// <exception cref="KeyException">Not a store label (<see cref="KeyError.Derivation"/>).</exception>
    public static string StoreEncrypt(string label) => AccountEncrypt + Checked(label);

    /// <summary>The secret that keys of the store <paramref name="label"/> are hidden with (Mesh sealing, section 5).</summary>
    /// <exception cref="KeyException">Not a store label (<see cref="KeyError.Derivation"/>).</exception>
    public static string StoreIndex(string label) => "StoreIndex" + Checked(label);

    // An empty label would give the account's own key.
    private static string Checked(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.Length > 0 && label.AsSpan().IndexOfAnyExcept(LabelCharacters) < 0
            ? label
            : throw new KeyException(KeyError.Derivation, "a store label is letters, digits, '_', '-' and '.'");
    }
}
