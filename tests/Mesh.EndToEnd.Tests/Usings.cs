global using TextEncoding = System.Text.Encoding; // Mesh.Encoding hides its short name
global using LogLabel = Mesh.Dare.StoreLabel;
global using StoreLabel = Mesh.Schema.StoreLabel;

// Key stores need POSIX file modes, and these tests need signals.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
