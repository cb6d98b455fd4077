namespace Mesh.Dare;

/// <summary>What a device makes of the root that it is shown, beside the one that it remembers (Mesh sealing, section 5; D-18).</summary>
public enum RootJudgement
{
    /// <summary>Nothing is remembered of this store.</summary>
    New,

    /// <summary>Same count, same root.</summary>
    Same,

    /// <summary>More frames. That they continue the remembered ones must be checked against the frames or a consistency proof.</summary>
    Grown,

    /// <summary>Fewer frames than remembered: an alarm.</summary>
    WentBack,

    /// <summary>Another root for the same count: an alarm, and evidence.</summary>
    OtherRoot,

    /// <summary>Another store under the same label: an alarm, unless the holder rewrote it.</summary>
    OtherOrigin,
}
