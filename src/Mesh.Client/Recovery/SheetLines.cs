namespace Mesh.Client;

/// <summary>How the lines of a holder's sheet begin.</summary>
internal static class SheetLines
{
    public const string Share = "Share:";
    public const string Set = "Set:";
    public const char Comment = '#';
}
