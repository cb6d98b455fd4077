namespace Mesh.Schema.Tests.Fuzz;

/// <summary>Any tagged object; what is read is written, and read again the same.</summary>
internal static class SchemaJsonFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        MeshObject value;
        try
        {
            value = SchemaJson.Decode<MeshObject>(input.ToArray());
        }
        catch (SchemaException)
        {
            return;
        }

        using (value as IDisposable)
        {
            if (value is CatalogedAccess { Capability: UnknownCapability })
            {
                return;
            }

            using var first = new ErasingBuffer();
            SchemaJson.Write(first, value);
            MeshObject again = SchemaJson.Decode<MeshObject>(first.Written.ToArray());
            using (again as IDisposable)
            {
                using var second = new ErasingBuffer();
                SchemaJson.Write(second, again);
                if (!first.Written.SequenceEqual(second.Written))
                {
                    throw new InvalidOperationException($"a {value.Tag} changes when it is written and read");
                }
            }
        }
    }
}
