namespace Mesh.Schema;

/// <summary>Roles of a device (Mesh schema 10.4). Names on the wire are those of <see cref="Roles.ToText(Role)"/>.</summary>
public enum Role
{
    /// <summary>Signs new profiles and makes administrators.</summary>
    Super,

    /// <summary>Connects and removes devices.</summary>
    Admin,

    /// <summary>Networks and applications only.</summary>
    Device,

    /// <summary>Sends and receives messages.</summary>
    Message,

    /// <summary>Passwords, bookmarks and tasks as well.</summary>
    Web,

    /// <summary>As web, with developers' applications.</summary>
    Developer,

    /// <summary>As web, with all keys shared with the service, so that removing it stops it at once.</summary>
    Threshold,
}
