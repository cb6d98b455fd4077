using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A person, organisation or group with the means to reach it (Mesh schema 8). Text in it comes from outside.</summary>
[JsonConverter(typeof(ContactConverter))]
public abstract record Contact : Assertion
{
    /// <summary>Global identifier; of one's own contact the account UDF.</summary>
    [JsonPropertyOrder(-5)]
    public string? Id { get; init; }

    /// <summary>Nickname that the user gave.</summary>
    [JsonPropertyOrder(-5)]
    public string? Local { get; init; }

    /// <summary>Profile fingerprints that the contact is bound to.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<Anchor> Anchors { get => field.OrEmpty(); init; }

    /// <summary>Account and other addresses.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<NetworkAddress> NetworkAddresses { get => field.OrEmpty(); init; }

    /// <summary>Places.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<Location> Locations { get => field.OrEmpty(); init; }

    /// <summary>Positions held.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<ContactRole> Roles { get => field.OrEmpty(); init; }

    /// <summary>Web presences.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<ContactBookmark> Bookmark { get => field.OrEmpty(); init; }

    /// <summary>Where the data came from.</summary>
    [JsonPropertyOrder(-5)]
    public ImmutableArray<TaggedSource> Sources { get => field.OrEmpty(); init; }
}
