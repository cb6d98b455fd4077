using System.Collections.Immutable;
using System.CommandLine;
using Mesh.CommandLine;
using Mesh.Schema;

namespace Mesh.Manager;

/// <summary>Which rights a device gets (command-line reference, set DeviceAuth; C-2 and C-9).</summary>
internal sealed class RoleOptions
{
    private readonly Option<bool> _root = new("--root") { Description = "the profile key: everything" };
    private readonly Option<bool> _admin = new("--admin") { Description = "may add and remove devices" };
    private readonly Option<bool> _message = new("--message") { Description = "messages and contacts" };
    private readonly Option<bool> _web = new("--web") { Description = "passwords, bookmarks, tasks and messages (the default)" };
    private readonly Option<bool> _device = new("--device") { Description = "networks and applications" };
    private readonly Option<bool> _all = new("--all") { Description = "message, web and device" };
    private readonly Option<bool> _none = new("--null") { Description = "no rights" };

    public Symbol[] All => [_root, _admin, _message, _web, _device, _all, _none];

    /// <summary>The roles asked for; <c>web</c> when none is. Administration never comes from a default.</summary>
    public ImmutableArray<Role> Read(ParseResult parsed)
    {
        var roles = ImmutableArray.CreateBuilder<Role>();
        void Add(Option<bool> option, params Role[] granted)
        {
            if (parsed.GetValue(option))
            {
                roles.AddRange(granted.Where(r => !roles.Contains(r)));
            }
        }

        Add(_root, Role.Super, Role.Admin, Role.Web);
        Add(_admin, Role.Admin, Role.Web);
        Add(_all, Role.Message, Role.Web, Role.Device);
        Add(_message, Role.Message);
        Add(_web, Role.Web);
        Add(_device, Role.Device);
        if (parsed.GetValue(_none))
        {
            return roles.Count == 0 ? [] : throw CommandException.Usage("--null goes with no other right.");
        }

        return roles.Count == 0 ? [Role.Web] : roles.ToImmutable();
    }
}
