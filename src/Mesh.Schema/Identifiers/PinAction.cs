namespace Mesh.Schema;

/// <summary>What a PIN is for; the words are part of the salted PIN (Mesh schema 2).</summary>
public static class PinAction
{
    /// <summary>Connecting a device.</summary>
    public const string Device = "Device";

    /// <summary>Exchanging contacts.</summary>
    public const string Contact = "Contact";
}
