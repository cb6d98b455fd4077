namespace Mesh.Client;

/// <summary>One thing that a synchronisation has to tell.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">The identifier of what it happened to: device UDF, store label, PIN identifier.</param>
/// <param name="Text">One line for people; text of others in it is not yet made safe for terminals.</param>
public sealed record SyncNotice(SyncNoticeKind Kind, string Subject, string Text);
