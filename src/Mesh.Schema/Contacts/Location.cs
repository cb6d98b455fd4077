namespace Mesh.Schema;

/// <summary>A place (Mesh schema 8).</summary>
public sealed record Location
{
    /// <summary>Apartment; the wire has two p.</summary>
    public string? Appartment { get; init; }

    /// <summary>Street.</summary>
    public string? Street { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Town.</summary>
    public string? Locality { get; init; }

    /// <summary>County.</summary>
    public string? County { get; init; }

    /// <summary>Postal code.</summary>
    public string? Postcode { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Degrees, north positive.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, east positive.</summary>
    public double? Longitude { get; init; }
}
