namespace Mesh.Dare;

/// <summary>What <see cref="LogStorage"/> needs.</summary>
public sealed record LogStorageOptions
{
    /// <summary>How many logs <see cref="MaximumOpen"/> is: two file handles each, and an index in proportion to the account.</summary>
    public const int DefaultMaximumOpen = 1024;

    /// <summary>Options of every log; <see cref="LogOptions.Seal"/> is required.</summary>
    public required LogOptions Log { get; init; }

    /// <summary>How many logs stay open when nobody uses them; the one used longest ago is closed first.</summary>
    public int MaximumOpen { get; init; } = DefaultMaximumOpen;
}
