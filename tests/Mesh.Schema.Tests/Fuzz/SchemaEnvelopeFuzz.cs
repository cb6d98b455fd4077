namespace Mesh.Schema.Tests.Fuzz;

/// <summary>An envelope taken for each kind of statement that strangers send; the validators accept or refuse, and nothing else.</summary>
internal static class SchemaEnvelopeFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] json = input.ToArray();
        Try(() => ProfileValidator.Validate(EnvelopedReader.Parse<ProfileUser>(json)));
        Try(() => ProfileValidator.Validate(EnvelopedReader.Parse<ProfileDevice>(json), acceptPublished: true));
        Try(() => ProfileValidator.Validate(EnvelopedReader.Parse<ProfileService>(json)));
        Try(() => ConnectionMessageValidator.ValidateRequest(EnvelopedReader.Parse<RequestConnection>(json), "alice@example.com"));
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (SchemaException)
        {
            // Refusal is the other allowed outcome.
        }
    }
}
