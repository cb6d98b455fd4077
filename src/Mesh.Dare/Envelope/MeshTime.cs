using System.Globalization;

namespace Mesh.Dare;

/// <summary>Times as they are signed (Mesh sealing, section 1): <c>yyyy-mm-ddThh:mm:ssZ</c>, whole seconds, UTC.</summary>
public static class MeshTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The text, fractions of a second cut off.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>Reads exactly this form.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
