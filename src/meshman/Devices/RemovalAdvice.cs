using Mesh.Client;

namespace Mesh.Manager.Devices;

/// <summary>Says honestly what a stolen copy of a removed device can still open (DEV-06).</summary>
internal static class RemovalAdvice
{
    public static IEnumerable<string> Lines(DeviceRemoved removed)
    {
        yield return "   It can no longer synchronise, and what is sealed from now on it cannot open.";
        if (removed.ReadableStores.Count > 0)
        {
            yield return $"   A copy of it can still open what it had fetched before: {string.Join(", ", removed.ReadableStores.Select(Plain))}. "
                + "Change the passwords that matter.";
        }

        if (removed.HeldAccountKeys)
        {
            yield return "   Files and messages sealed to the account before now stay readable to a copy of it. "
                + "People who have not refreshed your profile still encrypt to the old key.";
        }

        if (removed.RotationPending.Count > 0)
        {
            yield return $"   Not replaced yet: {string.Join(", ", removed.RotationPending)}. "
                + (removed.IsProfileKeyOnDevice
                    ? "The next device with the profile key that synchronises does it."
                    : "No device holds the profile key: account rotate does it with recovery shares.");
        }

        foreach (LeftOutDevice device in removed.LeftOut)
        {
            string name = device.LocalName is { } local ? $"{local} ({device.DeviceUdf})" : device.DeviceUdf;
            yield return $"   The device {name} could not be given the new keys, because its entry was spoiled. It has no access now: on it, delete the account and request the connection again.";
            if (device.HeldProfileKey)
            {
                yield return "   It holds the profile key, which it loses by that: first print recovery shares on it, with account escrow.";
            }
        }

        if (removed.HeldProfileKey)
        {
            yield return "   It held the profile key. Only a new account restores safety.";
        }
    }

    private static string Plain(string label) => label.StartsWith("MMM_", StringComparison.Ordinal) ? label[4..] : label;
}
