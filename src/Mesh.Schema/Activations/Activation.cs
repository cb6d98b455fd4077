using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Private keys and contributions to keys, sealed to one device (Mesh schema 6). Dispose it: it holds what it carries.</summary>
public abstract record Activation : Assertion, IDisposable
{
    /// <summary>The seed of the account's contribution to the keys of the device.</summary>
    [JsonPropertyOrder(-5)]
    [JsonConverter(typeof(KeySeedConverter))]
    public KeySeed? ActivationKey { get; init; }

    /// <summary>Keys of stores.</summary>
    [JsonPropertyOrder(-4)]
    public ImmutableArray<ActivationEntry> Entries { get => field.OrEmpty(); init; }

    /// <summary>Erases every secret in it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Erases the secrets of this class; derived classes add theirs.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
        {
            return;
        }

        ActivationKey?.Dispose();
        foreach (ActivationEntry entry in Entries)
        {
            entry.Dispose();
        }
    }
}
