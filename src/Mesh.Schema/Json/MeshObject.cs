using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// An object that can stand alone in an envelope body, as <c>{"Tag":{…}}</c> (Mesh schema 1.1). Its class is the wire's class, its
/// members have the wire's names, and it never changes.
/// </summary>
public abstract record MeshObject
{
    /// <summary>The member name that selects the class on the wire: the name of the class.</summary>
    [JsonIgnore]
    public virtual string Tag => GetType().Name;
}
