namespace Mesh.Client;

/// <summary>Names of secrets in the key store of a machine.</summary>
internal static class KeyNamesOfMachine
{
    /// <summary>Seed of a device; outlives accounts.</summary>
    public static string Device(string udf) => "device-" + udf;

    /// <summary>Seed of an account, on the device that made it.</summary>
    public static string Account(string udf) => "account-" + udf;

    /// <summary>The device's verified entry with the activations in it: what makes it a device of the account.</summary>
    public static string Activation(string udf) => "activation-" + udf;

    /// <summary>The entry that will be in force when a rotation under way succeeds.</summary>
    public static string Next(string udf) => "next-" + udf;

    /// <summary>The secret that seals the private records of the account's log.</summary>
    public static string Log(string udf) => "log-" + udf;

    /// <summary>What <see cref="ReadingKeys"/> keeps of the entry in force.</summary>
    public static string Reading(string udf) => "reading-" + udf;

    /// <summary>All that a removed device erases.</summary>
    public static IEnumerable<string> OfAccount(string udf) => [Reading(udf), Activation(udf), Next(udf), Account(udf), Log(udf)];
}
