// Writes into account logs as fast as it can until it is killed, and says what was acknowledged.
//   Mesh.Dare.LoadedWriter FOLDER LOGS EPOCH
// It prints "ready", waits for a line, and then prints "LOG NUMBER" for every transaction once it is durable. A transaction puts
// "EPOCH NUMBER" into two stores of its log.

using System.Globalization;
using System.Text;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Dare.LoadedWriter;

if (args[0] == "journal")
{
    JournalLoad.Run(args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
    return;
}

const int writersOfOneLog = 3;
string folder = args[0];
int logs = int.Parse(args[1], CultureInfo.InvariantCulture);
string epoch = args[2];
string[] labels = ["MMM_Bookmark", "MMM_Task"];
using Stream output = Console.OpenStandardOutput(); // not buffered: what was written is in the pipe when the process dies

string scratch = Path.Combine(folder, $"scratch-{Environment.ProcessId}.log");
await using (AccountLog log = await OpenAsync(scratch))
{
    for (int i = 0; i < 10; i++)
    {
        await log.CommitAsync(Transaction(i)); // so that all code is compiled before the clock runs
    }
}

await using (await OpenAsync(scratch))
{
    Say("ready\n");
}

Console.ReadLine();
await Task.WhenAll(Enumerable.Range(0, logs).Select(l => Task.Run(() => WriteAsync(l))));

async Task WriteAsync(int which)
{
    AccountLog log = await OpenAsync(Path.Combine(folder, $"{which}.log"));
    int number = 0;
    await Task.WhenAll(Enumerable.Range(0, writersOfOneLog).Select(async _ =>
    {
        while (true)
        {
            int mine = Interlocked.Increment(ref number);
            await log.CommitAsync(Transaction(mine));
            Say($"{which} {mine}\n");
        }
    }));
}

async Task<AccountLog> OpenAsync(string path)
{
    var options = new LogOptions { SideFileStep = 20_000 };
    if (File.Exists(path))
    {
        return await AccountLog.OpenAsync(path, options);
    }

    (AccountLog log, _) = await AccountLog.CreateAsync(path, options, new LogTransaction
    {
        Updates = [.. labels.Select(l => new StoreUpdate(
            StoreLabel.Parse(l), [StoreEntry.FromEnvelope(StoreHead.Create(SystemRandom.Instance, StoreHead.CatalogContentType, l).ToEnvelope())]))],
    });
    return log;
}

LogTransaction Transaction(int number) => new()
{
    Updates = [.. labels.Select(l => new StoreUpdate(StoreLabel.Parse(l), [StoreEntry.FromEnvelope(Entry(number))]))],
};

UnverifiedEnvelope Entry(int number) => new(
    new DareHeader { ContentMetaData = new ContentMeta { UniqueId = $"{epoch} {number}", Event = CatalogEvents.New }.ToOctets() },
    Encoding.ASCII.GetBytes($"{epoch} {number} {new string('x', number % 7 * 300)}"),
    DareTrailer.Empty);

void Say(string line)
{
    lock (output)
    {
        output.Write(Encoding.ASCII.GetBytes(line));
    }
}
