namespace Mesh.Schema.Tests.Fuzz;

/// <summary>Account addresses, labels, rights and words that come from outside.</summary>
internal static class SchemaTextFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = System.Text.Encoding.UTF8.GetString(input);
        if (AccountAddress.TryCanonical(text, out string address)
            && (AccountAddress.Canonical(address) != address || !AccountAddress.Same(text, address)))
        {
            throw new InvalidOperationException("a canonical address has another canonical form");
        }

        if (StoreLabel.IsValid(text) && !StoreLabel.Same(StoreLabel.Canonical(text), text))
        {
            throw new InvalidOperationException("a canonical label names another store");
        }

        var rights = new AccessRights([text]);
        if (rights.MayWrite("MMM_Device") && !text.StartsWith(Right.Transact, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("a right was granted out of nothing");
        }

        _ = UdfText.Same(text, text + "-");
        _ = Roles.Known([text]);
        _ = MessageStates.TryParse(text, out _);
    }
}
