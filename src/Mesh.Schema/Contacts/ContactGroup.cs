namespace Mesh.Schema;

/// <summary>A group (Mesh schema 8).</summary>
public sealed record ContactGroup : Contact;
