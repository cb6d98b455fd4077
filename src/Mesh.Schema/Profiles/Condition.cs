using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// A condition of an assertion (Mesh schema 4.1). No classes are defined, so none is understood; it is kept as it came, because
/// losing one would widen the statement.
/// </summary>
/// <param name="Name">The tag.</param>
/// <param name="Content">The tagged object.</param>
[JsonConverter(typeof(ConditionConverter))]
public sealed record Condition(string Name, JsonElement Content);
