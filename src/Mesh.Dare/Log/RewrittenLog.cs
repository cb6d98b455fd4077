namespace Mesh.Dare;

/// <summary>A rewritten log under its temporary name, flushed but for the mark at its end.</summary>
internal sealed record RewrittenLog(LogIndex Index, LogFile File, long FlushedTo);
