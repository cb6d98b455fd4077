namespace Mesh.Client.Tests;

/// <summary>Recovery sheets as they come back from the people who kept them: typed, scanned, or exchanged.</summary>
internal static class SheetFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        using var collected = new CollectedShares();
        try
        {
            foreach (string line in System.Text.Encoding.UTF8.GetString(input).Split('\n'))
            {
                collected.Add(line, "the sheet");
            }

            bool isNamed = collected.Bad() is not null;
            if (collected.SetId is not null && collected.Count > 0 && collected.Check().All(c => c.Belongs) == isNamed)
            {
                throw new InvalidOperationException("a share that does not belong is not named, or another is");
            }

            collected.Recover().Dispose();
        }
        catch (ClientException e) when (e.Code is ClientError.InvalidInput or ClientError.Verification)
        {
            // Said to be so.
        }
    }
}
