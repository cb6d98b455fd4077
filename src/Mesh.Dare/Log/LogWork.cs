namespace Mesh.Dare;

/// <summary>One piece of work for the writer of a log, done in the order in which it was asked for.</summary>
internal abstract class LogWork
{
    /// <summary>The work cannot be done, or it is not known whether it was.</summary>
    public abstract void Fail(Exception failure);
}
