namespace Mesh.Schema.Tests;

public sealed class RoleTableTests
{
    // Role × store, written out: r = read, w = write (Mesh schema 10.4).
    private static readonly Dictionary<Role, string> Matrix = new()
    {
        [Role.Super] = "MMM_Access=rw MMM_Device=rw",
        [Role.Admin] = "MMM_Access=rw MMM_Device=rw MMM_Publication=rw MMM_Contact=rw MMM_Credential=rw MMM_Bookmark=rw MMM_Task=rw "
            + "MMM_Network=rw MMM_Application=rw MMM_Inbound=rw MMM_Outbound=rw MMM_Local=rw MMM_Archive=rw",
        [Role.Device] = "MMM_Network=rw MMM_Application=r",
        [Role.Message] = "MMM_Publication=rw MMM_Contact=rw MMM_Network=rw MMM_Application=r MMM_Inbound=rw MMM_Outbound=rw MMM_Archive=rw",
        [Role.Web] = "MMM_Publication=rw MMM_Contact=rw MMM_Credential=rw MMM_Bookmark=rw MMM_Task=rw MMM_Network=rw MMM_Application=r "
            + "MMM_Inbound=rw MMM_Outbound=rw MMM_Archive=rw",
        [Role.Developer] = "MMM_Publication=rw MMM_Contact=rw MMM_Credential=rw MMM_Bookmark=rw MMM_Task=rw MMM_Network=rw "
            + "MMM_Application=r MMM_Inbound=rw MMM_Outbound=rw MMM_Archive=rw",
        [Role.Threshold] = "MMM_Publication=rw MMM_Contact=rw MMM_Credential=rw MMM_Bookmark=rw MMM_Task=rw MMM_Network=rw "
            + "MMM_Application=r MMM_Inbound=rw MMM_Outbound=rw MMM_Archive=rw",
    };

    public static TheoryData<Role> EveryRole => [.. Roles.All];

    [Theory]
    [MemberData(nameof(EveryRole))]
    public void Each_role_reaches_exactly_its_stores(Role role)
    {
        Grants grants = RoleTable.GrantsOf([role]);
        var rights = new AccessRights(grants.Rights);
        IEnumerable<string> reached = StoreTable.All.Where(s => grants.Of(s.Label) != StoreAccess.None).Select(s =>
            s.Label + "=" + (grants.Of(s.Label).HasFlag(StoreAccess.Read) ? "r" : "") + (grants.Of(s.Label).HasFlag(StoreAccess.Write) ? "w" : ""));
        Assert.Equal(Matrix[role], string.Join(' ', reached));

        // What the service is told equals what the keys open.
        foreach (StoreDescription store in StoreTable.All)
        {
            Assert.Equal(grants.Of(store.Label).HasFlag(StoreAccess.Read), rights.MayRead(store.Label));
            Assert.Equal(grants.Of(store.Label).HasFlag(StoreAccess.Write), rights.MayWrite(store.Label));
        }

        Assert.False(rights.MayRead("MMM_Other"));
        Assert.False(rights.MayWrite("MMM_Other"));
        Assert.True(rights.Allows(Right.Status));
    }

    [Theory]
    [InlineData(Role.Super, AccountKeys.ProfileSignature | AccountKeys.AdministratorSignature, false)]
    [InlineData(Role.Admin, AccountKeys.AdministratorSignature | AccountKeys.CommonEncryption | AccountKeys.CommonSignature, false)]
    [InlineData(Role.Device, AccountKeys.None, false)]
    [InlineData(Role.Message, AccountKeys.CommonEncryption | AccountKeys.CommonSignature, false)]
    [InlineData(Role.Web, AccountKeys.CommonEncryption | AccountKeys.CommonSignature, false)]
    [InlineData(Role.Developer, AccountKeys.CommonEncryption | AccountKeys.CommonSignature, false)]
    [InlineData(Role.Threshold, AccountKeys.CommonEncryption | AccountKeys.CommonSignature, true)]
    public void Each_role_gets_exactly_its_account_keys(Role role, AccountKeys keys, bool shared)
    {
        Grants grants = RoleTable.GrantsOf([role]);
        Assert.Equal(keys, grants.Keys);
        Assert.Equal(shared, grants.AreKeysShared);
    }

    [Fact]
    public void No_role_gives_nothing()
    {
        Grants grants = RoleTable.GrantsOf([]);
        Assert.Equal(AccountKeys.None, grants.Keys);
        Assert.Empty(grants.Rights);
        Assert.All(StoreTable.All, s => Assert.Equal(StoreAccess.None, grants.Of(s.Label)));
        Assert.Empty(grants.Catalogs);
    }

    [Fact]
    public void Roles_add_up_and_a_direct_key_ends_sharing()
    {
        Grants first = RoleTable.GrantsOf([Role.Super, Role.Admin, Role.Web]);
        Assert.Equal(
            AccountKeys.ProfileSignature | AccountKeys.AdministratorSignature | AccountKeys.CommonEncryption | AccountKeys.CommonSignature,
            first.Keys);
        Assert.All(StoreTable.All, s => Assert.Equal(StoreAccess.ReadWrite, first.Of(s.Label)));
        Assert.True(RoleTable.GrantsOf([Role.Threshold, Role.Device]).AreKeysShared);
        Assert.False(RoleTable.GrantsOf([Role.Threshold, Role.Message]).AreKeysShared);
        Assert.Equal(RoleTable.GrantsOf([Role.Web]).Rights.AsEnumerable(), RoleTable.GrantsOf([Role.Web, Role.Web, Role.Message]).Rights);
    }

    [Fact]
    public void Keys_are_given_for_catalogs_only()
    {
        Assert.Equal(["MMM_Network", "MMM_Application"], RoleTable.GrantsOf([Role.Device]).Catalogs.Select(s => s.Label));
        Assert.DoesNotContain(RoleTable.GrantsOf([Role.Admin]).Catalogs, s => s.Kind == StoreKind.Spool);
        Assert.Equal(9, RoleTable.GrantsOf([Role.Admin]).Catalogs.Count());
    }

    [Fact]
    public void Only_administrators_may_unbind_and_only_threshold_devices_operate()
    {
        foreach (Role role in Roles.All)
        {
            var rights = new AccessRights(RoleTable.GrantsOf([role]).Rights);
            Assert.Equal(role == Role.Admin, rights.Allows(Right.UnbindAccount));
            Assert.Equal(role == Role.Threshold, rights.Allows(Right.Operate));
        }
    }

    [Theory]
    [MemberData(nameof(EveryRole))]
    public void Super_grants_every_role_admin_all_but_two_others_none(Role wanted)
    {
        foreach (Role held in Roles.All)
        {
            bool expected = held == Role.Super || (held == Role.Admin && wanted is not (Role.Super or Role.Admin));
            Assert.Equal(expected, RoleTable.MayGrant([held], wanted));
        }

        Assert.False(RoleTable.MayGrant([], wanted));
        Assert.True(RoleTable.MayGrant([Role.Admin, Role.Super], wanted));
    }

    [Fact]
    public void The_writer_column_agrees_with_the_roles()
    {
        foreach (StoreDescription store in StoreTable.All)
        {
            Role writer = Assert.NotNull(store.Writer);
            Assert.True(RoleTable.GrantsOf([writer]).Of(store.Label).HasFlag(StoreAccess.Write), store.Label);
        }
    }

    [Fact]
    public void The_service_reads_two_stores() =>
        Assert.Equal([StoreLabel.Access, StoreLabel.Publication], StoreTable.All.Where(s => s.ReadableByService).Select(s => s.Label));

    [Fact]
    public void The_administrator_signs_two_stores() =>
        Assert.Equal([StoreLabel.Access, StoreLabel.Device], StoreTable.All.Where(s => s.SignedByAdministrator).Select(s => s.Label));

    [Fact]
    public void Names_of_roles_are_lower_case_and_read_in_any_case()
    {
        Assert.Equal(["super", "admin", "device", "message", "web", "developer", "threshold"], Roles.All.Select(Roles.ToText));
        foreach (Role role in Roles.All)
        {
            Assert.True(Roles.TryParse(Roles.ToText(role).ToUpperInvariant(), out Role read));
            Assert.Equal(role, read);
        }

        Assert.False(Roles.TryParse("root", out _));
        Assert.False(Roles.TryParse("1", out _));
        Assert.False(Roles.TryParse(null, out _));
        Assert.Equal([Role.Admin, Role.Web], Roles.Known(["web", "root", "admin", "web"]).AsEnumerable());
    }
}
