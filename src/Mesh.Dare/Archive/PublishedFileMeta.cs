using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// What the ContentMetaData of a published archive says about a file (DARE 7 and 8.5), in any of the three layouts. None of it is
/// authenticated (D-10), and times are local ones that end in a Z that is not true (D-29).
/// </summary>
internal sealed record PublishedFileMeta
{
    private const int MaximumPaths = 4096;

    public PublishedLayout Layout { get; private init; }

    /// <summary>The paths as they are listed; one, but in the layout of 2017.</summary>
    public IReadOnlyList<string> Paths { get; private init; } = [];

    public string? Event { get; private init; }

    public string? ContentType { get; private init; }

    public string? Created { get; private init; }

    public string? Modified { get; private init; }

    public long? Attributes { get; private init; }

    /// <summary>Why the file must not be extracted; null when nothing is wrong.</summary>
    public string? Problem { get; private init; }

    public bool IsDelete => Event is "Delete" or "Erase";

    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static PublishedFileMeta Parse(ReadOnlyMemory<byte> contentMetaData, bool backslashes) => contentMetaData.IsEmpty
        ? new PublishedFileMeta()
        : JsonMembers.ParseTolerantly(contentMetaData, "ContentMetaData", (element, _) => new Reader().Read(element, backslashes));

    private sealed class Reader
    {
        private string? _id;
        private string? _filename;
        private string? _folder;
        private List<string>? _paths;

        public PublishedFileMeta Read(JsonElement element, bool backslashes)
        {
            JsonMembers.RequireObject(element, "ContentMetaData");
            var meta = new PublishedFileMeta();
            foreach (JsonProperty member in element.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "UniqueId":
                        _id = JsonMembers.Text(member);
                        break;
                    case "Filename":
                        _filename = JsonMembers.Text(member);
                        break;
                    case "Paths":
                        _paths = JsonMembers.List(member, MaximumPaths, TextOf);
                        break;
                    case "FileEntry":
                        meta = ReadFileEntry(member.Value, meta);
                        break;
                    case "Event":
                        meta = meta with { Event = JsonMembers.Text(member) };
                        break;
                    case "cty":
                        meta = meta with { ContentType = JsonMembers.Text(member) };
                        break;
                    case "Created":
                        meta = meta with { Created = meta.Created ?? JsonMembers.Text(member) };
                        break;
                    case "Modified":
                        meta = meta with { Modified = meta.Modified ?? JsonMembers.Text(member) };
                        break;
                    default:
                        break;
                }
            }

            return Named(meta, backslashes);
        }

        private PublishedFileMeta ReadFileEntry(JsonElement element, PublishedFileMeta meta)
        {
            JsonMembers.RequireObject(element, "FileEntry");
            foreach (JsonProperty member in element.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "Path":
                        _folder = JsonMembers.Text(member);
                        break;
                    case "CreationTime":
                        meta = meta with { Created = JsonMembers.Text(member) };
                        break;
                    case "LastWriteTime":
                        meta = meta with { Modified = JsonMembers.Text(member) };
                        break;
                    case "Attributes":
                        meta = meta with { Attributes = JsonMembers.Count(member) };
                        break;
                    default:
                        break;
                }
            }

            return meta;
        }

        private PublishedFileMeta Named(PublishedFileMeta meta, bool backslashes)
        {
            (PublishedLayout layout, IReadOnlyList<string> paths) = (_id, _filename, _paths) switch
            {
                ({ } id, _, _) => (PublishedLayout.UniqueId, (IReadOnlyList<string>)[id]),
                (_, { } name, _) => (PublishedLayout.Filename, [name]),
                (_, _, { Count: > 0 } list) => (PublishedLayout.Paths, list),
                _ => (PublishedLayout.None, []),
            };
            string? problem = layout == PublishedLayout.UniqueId && !Agrees(paths[0])
                ? "its path, its name and its folder disagree"
                : !backslashes && paths.Any(p => p.Contains('\\'))
                    ? "its path has a backslash, which is a separator only where old paths are asked for"
                    : null;
            return meta with
            {
                Layout = layout,
                Paths = backslashes ? [.. paths.Select(Slashes)] : paths,
                Problem = problem,
            };
        }

        // Reference extractors check one of the three and use the others (DARE 7): what they say must be the same.
        private bool Agrees(string id)
        {
            string path = Slashes(id);
            string? name = _filename is null ? null : Slashes(_filename);
            string? folder = _folder is null ? null : Slashes(_folder);
            bool nameAgrees = name is null || path == name || path.EndsWith('/' + name, StringComparison.Ordinal);
            bool folderAgrees = folder is null || folder == path
                || (name is null ? path.StartsWith(folder + '/', StringComparison.Ordinal) : path == (folder.Length == 0 ? name : $"{folder}/{name}"));
            return nameAgrees && folderAgrees;
        }

        private static string Slashes(string path) => path.Replace('\\', '/');

        private static string TextOf(JsonElement element) => element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw DareException.Malformed("A path is not a string.");
    }
}
