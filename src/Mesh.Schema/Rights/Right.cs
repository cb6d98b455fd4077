namespace Mesh.Schema;

/// <summary>Strings of <see cref="AccessCapability.Rights"/> (Mesh schema 10.2). Compared octet for octet; unknown ones grant nothing.</summary>
public static class Right
{
    /// <summary>Ends the binding of the account to the service.</summary>
    public const string UnbindAccount = "mmm_o_UnbindAccount";

    /// <summary>Asks to connect a device.</summary>
    public const string Connect = "mmm_o_Connect";

    /// <summary>Fetches the answer to such a request.</summary>
    public const string Complete = "mmm_o_Complete";

    /// <summary>Asks how the stores stand.</summary>
    public const string Status = "mmm_o_Status";

    /// <summary>Downloads from stores.</summary>
    public const string Download = "mmm_o_Download";

    /// <summary>Appends to stores.</summary>
    public const string Transact = "mmm_o_Transact";

    /// <summary>Delivers messages.</summary>
    public const string Post = "mmm_o_Post";

    /// <summary>Uses a key share that the service holds (Mesh protocol 4.12).</summary>
    public const string Operate = "mmm_o_Operate";

    /// <summary>Sends contact requests.</summary>
    public const string Contact = "mmm_m_Contact";

    /// <summary>Sends confirmation requests.</summary>
    public const string Confirmation = "mmm_m_Confirmation";

    /// <summary>Sends messages read later.</summary>
    public const string Async = "mmm_m_Async";

    /// <summary>Sends messages for now.</summary>
    public const string Sync = "mmm_m_Sync";

    /// <summary>Learns of presence.</summary>
    public const string Presence = "mmm_m_Presence";

    /// <summary>Content: text.</summary>
    public const string Text = "mmm_c_Text";

    /// <summary>Content: links.</summary>
    public const string Linked = "mmm_c_Linked";

    /// <summary>Content: sound.</summary>
    public const string Audio = "mmm_c_Audio";

    /// <summary>Content: moving pictures.</summary>
    public const string Video = "mmm_c_Video";

    /// <summary>Content: code.</summary>
    public const string Code = "mmm_c_Code";

    /// <summary>An operation limited to one store, such as <c>mmm_o_Download:MMM_Contact</c>. Ours.</summary>
    public static string For(string operation, string label) => operation + ":" + StoreLabel.Canonical(label);
}
