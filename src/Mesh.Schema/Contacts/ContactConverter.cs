namespace Mesh.Schema;

/// <summary>A contact as a member.</summary>
public sealed class ContactConverter : TaggedConverter<Contact>
{
    /// <inheritdoc/>
    protected override TaggedJson Codec => SchemaJson.Codec;
}
