using System.Reflection;

namespace Mesh.Keys.Tests.Seeds;

public class KeyNamesTests
{
    [Fact]
    [Requirement("CRY-02")]
    public void Every_name_is_its_type_actor_and_operation_and_occurs_once()
    {
        string[] names = [.. typeof(KeyNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!)];
        Assert.Equal(25, names.Length);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, n => Assert.Matches(
            "^(Complete|Base|Activation)(Account|Device|Host|Service)(Profile|Sign|Encrypt|Authenticate|AdminSign|AdminEncrypt|Escrow)$", n));
    }

    [Fact]
    public void The_name_of_a_store_key_ends_in_its_label()
    {
        Assert.Equal("CompleteAccountEncryptMMM_Contact", KeyNames.StoreEncrypt("MMM_Contact"));
        Assert.Equal("StoreIndexMMM_Contact", KeyNames.StoreIndex("MMM_Contact"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MMM Contact")]
    [InlineData("MMM_Contact\0")]
    [InlineData("Répertoire")]
    public void Other_labels_are_refused(string label)
    {
        Assert.Equal(KeyError.Derivation, Assert.Throws<KeyException>(() => KeyNames.StoreEncrypt(label)).Code);
        Assert.Equal(KeyError.Derivation, Assert.Throws<KeyException>(() => KeyNames.StoreIndex(label)).Code);
    }
}
