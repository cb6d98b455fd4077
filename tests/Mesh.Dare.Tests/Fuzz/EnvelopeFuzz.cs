namespace Mesh.Dare.Tests;

/// <summary>Any octets as an envelope in JSON: nothing but <see cref="DareException"/> comes out, and what was read is written again.</summary>
internal static class EnvelopeFuzz
{
    private static readonly OpenRequest[] Requests =
    [
        new(),
        new() { Legacy = LegacyReading.UnsignedCbc | LegacyReading.MisnamedCbc },
        new() { Place = new StorePlace(new byte[16], 1) },
    ];

    public static void Run(ReadOnlySpan<byte> input)
    {
        UnverifiedEnvelope envelope;
        try
        {
            envelope = UnverifiedEnvelope.Parse(input.ToArray());
        }
        catch (DareException)
        {
            return;
        }

        byte[] json = envelope.ToJson();
        if (!UnverifiedEnvelope.Parse(json).ToJson().AsSpan().SequenceEqual(json))
        {
            throw new InvalidOperationException("an envelope that was written is not the one that is read");
        }

        foreach (OpenRequest request in Requests)
        {
            Try(() => EnvelopeOpener.Open(envelope, request));
        }

        Try(() => EnvelopeVerifier.Check(envelope));
        Try(() => ContentMeta.Parse(envelope.Header.ContentMetaData).ToOctets());
        byte[]? frame = null;
        Try(() => frame = StoreFrameBuilder.Append(envelope, null, new MerkleFrontier()));
        _ = frame is null ? null : StoreFrame.Parse(frame).Leaf().Hash(); // what a store takes can be read
        Try(() => MessageComplete.Parse(envelope.Body));
        Try(() => CatalogedErase.Parse(envelope.Body));
    }

    internal static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (DareException)
        {
            // The one exception that is allowed.
        }
    }
}
