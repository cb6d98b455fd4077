using System.Globalization;
using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What an envelope states of its file: the media type and, only where that is asked for, name and time of change.</summary>
internal static class FileStatement
{
    /// <summary>The ContentMetaData; empty where there is nothing to state.</summary>
    public static byte[] Of(string input, FileSealing sealing, bool detached)
    {
        bool isFile = sealing.WithName && input != SealedFiles.StandardStream;
        var stated = new ContentMeta
        {
            ContentType = sealing.ContentType,
            Filename = isFile ? Path.GetFileName(input) : null,
            Modified = isFile && File.Exists(input)
                ? File.GetLastWriteTimeUtc(input).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                : null,
            Detached = detached,
        };
        return stated == new ContentMeta() ? [] : stated.ToOctets();
    }
}
