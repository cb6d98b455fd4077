using System.Diagnostics;
using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;

namespace Mesh.Client;

/// <summary>
/// What this machine has seen of archives that others publish: origin, count and root, by address and by origin, in the Mesh folder and thus outside of the
/// copies. Whoever removes a copy, or puts an old one in its place, does not make the newer state forgotten. Needs no account.
/// </summary>
public sealed class FetchMemory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path;

    private FetchMemory(string path) => _path = path;

    /// <summary>Opens the memory in a Mesh folder, making the folder when it is absent.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.UnsafeFolder"/>, <see cref="ClientError.Storage"/>.</exception>
    public static FetchMemory Open(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        return new FetchMemory(Path.Combine(MeshHome.Open(root).Roots, "fetched.json"));
    }

    /// <summary>The states that an archive must continue.</summary>
    /// <param name="url">Where it is published.</param>
    /// <param name="shown">What is there now.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Alarm"/>: another origin, fewer frames, or another root for the same number.</exception>
    internal IReadOnlyList<StoreCheckpoint> Require(Uri url, StoreCheckpoint shown)
    {
        RememberedRoots roots = Load();
        List<StoreCheckpoint> seen = [];
        foreach (Dare.StoreLabel label in Labels(url, shown))
        {
            StoreStatus now = Status(label, shown);
            string? alarm = roots.Judge(now) switch
            {
                RootJudgement.OtherOrigin =>
                    "it is another archive than the one that was fetched from there. If its publisher made it anew, say --forget",
                RootJudgement.WentBack => $"it went back: it has {shown.Count} frames, and had {roots.Find(label)!.Count} when it was seen last",
                RootJudgement.OtherRoot => "it has other frames than it had when it was seen last",
                _ => null,
            };
            if (alarm is not null)
            {
                throw new ClientException(ClientError.Alarm, $"Nothing was taken from {url}: {alarm}.");
            }

            if (roots.Find(label) is { } known)
            {
                seen.Add(new StoreCheckpoint(known.Origin, known.Count, known.Root));
            }
        }

        return seen;
    }

    /// <summary>Remembers a state that was verified, durably.</summary>
    internal void Remember(Uri url, StoreCheckpoint state) => Change(roots =>
    {
        foreach (Dare.StoreLabel label in Labels(url, state))
        {
            roots.Remember(Status(label, state));
        }
    });

    /// <summary>Forgets what was seen at an address, where a publisher made the archive anew. What was seen of the archive itself stays.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.Busy"/>.</exception>
    public void Forget(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        Change(roots => roots.Forget(OfAddress(url)));
    }

    private void Change(Action<RememberedRoots> work)
    {
        long begun = Stopwatch.GetTimestamp();
        IDisposable? held;
        while ((held = DurableFiles.Instance.TryLock(_path + ".lock")) is null)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
            {
                throw new ClientException(ClientError.Busy, "Another program is writing down what it fetched; try again when that has ended.");
            }

            Thread.Sleep(10);
        }

        using (held)
        {
            RememberedRoots roots = Load();
            work(roots);
            roots.Save();
        }
    }

    private RememberedRoots Load() => RememberedRoots.Load(DurableFiles.Instance, _path);

    private static Dare.StoreLabel[] Labels(Uri url, StoreCheckpoint state) =>
        [OfAddress(url), Dare.StoreLabel.Parse("origin-" + Base64UrlText.Encode(state.Origin.Span))];

    private static Dare.StoreLabel OfAddress(Uri url) => Dare.StoreLabel.Parse(
        "at-" + Base64UrlText.Encode(SHA256.HashData(Octets(url))));

    private static byte[] Octets(Uri url) =>
        System.Text.Encoding.UTF8.GetBytes(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    private static StoreStatus Status(Dare.StoreLabel label, StoreCheckpoint state) => new(label, state.Count, state.Root, state.Origin);
}
