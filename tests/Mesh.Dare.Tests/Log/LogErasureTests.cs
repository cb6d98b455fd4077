using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Erasing bodies and salts (Mesh sealing, section 4; Mesh account log, Erasing and compacting).</summary>
public class LogErasureTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");

    private static readonly SecretBytes Secret = new(new SeededRandom("store").Bytes(32));

    [Theory]
    [InlineData(ErasedParts.Salt)]
    [InlineData(ErasedParts.Body)]
    [InlineData(ErasedParts.Salt | ErasedParts.Body)]
    public async Task What_is_erased_is_gone_and_the_roots_stand(ErasedParts parts)
    {
        (SimulatedFiles files, AccountLog log) = await Made();
        StoreRange before = log.Read(Bookmarks, 0)!;
        StoreFrame victim = StoreFrame.Parse(before.Frames[2]);
        CommitResult result = await log.CommitAsync(new LogTransaction
        {
            Updates = [new StoreUpdate(Bookmarks, [Entry(2, victim, parts)]) { ExpectedCount = 4, ExpectedRoot = before.Status.Root }],
            Erasures = [new Erasure(Bookmarks, 2, parts)],
            Request = Request("erase"),
        });
        Assert.Equal((CommitOutcome.Committed, 5L), (result.Outcome, result.Stores.Single().Count));
        await Check(log);
        await log.DisposeAsync();

        byte[] file = files.Octets(TestLog.Path);
        Assert.Equal(parts.HasFlag(ErasedParts.Body), file.AsSpan().IndexOf(victim.Envelope.Body.Span) < 0);
        string salt = Mesh.Encoding.Base64UrlText.Encode(victim.Envelope.Header.Salt!.Value.Span);
        Assert.Equal(parts.HasFlag(ErasedParts.Salt), file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(salt)) < 0);
        Assert.All(Frames(file), f => Assert.Equal(f.IsMark && f.Start > 0 ? f.Start : 0, f.DurableTo));

        // The same again from the log alone, where the Erase entry comes after what it erases.
        files.Remove(TestLog.Path + ".side");
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal(LogState.Sound, again.Report.State);
        await Check(again);
        Assert.Equal(CommitOutcome.Repeated, again.Recall("key", "erase", new byte[32])!.Outcome);
        Assert.Equal(CommitOutcome.Committed, (await again.CommitAsync(
            new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(Sealed("after"))])] })).Outcome);

        async Task Check(AccountLog opened)
        {
            StoreRange after = opened.Read(Bookmarks, 0)!;
            Assert.Equal(before.Frames.Select(f => f.Length), after.Frames.Take(4).Select(f => f.Length));
            Assert.Equal(
                before.Frames.Where((_, i) => i != 2).Select(f => Convert.ToHexString(f.Span)),
                after.Frames.Take(4).Where((_, i) => i != 2).Select(f => Convert.ToHexString(f.Span)));
            (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(after.Frames.SelectMany(f => f.ToArray()).ToArray());
            Assert.Equal(opened.Status(Bookmarks)!.Root.ToArray(), reader.Checkpoint.Root.ToArray());
            Assert.True(frames[2].IsErased);
            await CopyInto(new SimulatedFiles(), after);
        }
    }

    [Fact]
    public async Task An_erasure_is_there_after_a_loss_of_power_wholly_or_not_at_all()
    {
        var random = new SeededRandom("erase");
        for (int stop = 1; stop < 40; stop++)
        {
            (SimulatedFiles files, AccountLog log) = await Made();
            StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
            int left = stop;
            files.Before = _ =>
            {
                files.IsOff |= --left <= 0;
                return int.MaxValue;
            };
            bool acknowledged = false;
            try
            {
                await log.CommitAsync(Erase(2, victim, ErasedParts.Body | ErasedParts.Salt));
                acknowledged = true;
            }
            catch (DareException e)
            {
                Assert.Contains(e.Code, (DareError[])[DareError.OutcomeUnknown, DareError.Unavailable]);
            }

            files = files.AfterPowerLoss(random);
            await using AccountLog after = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            bool erased = after.Status(Bookmarks)!.Count == 5;
            Assert.Equal(erased, StoreFrame.Parse(after.Read(Bookmarks, 2, 1)!.Frames[0]).IsErased);
            Assert.True(erased || !acknowledged);
            Assert.True(after.Report.IsWritable);
        }
    }

    [Fact]
    public async Task What_is_acknowledged_after_a_rewriting_that_was_cut_short_is_there_after_a_loss_of_power()
    {
        var random = new SeededRandom("rewritten");
        for (int i = 0; i < 20; i++)
        {
            (SimulatedFiles files, AccountLog log) = await Made();
            StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
            files.Before = o => o.Kind == "flush folder" ? throw new IOException("failed") : int.MaxValue;
            Assert.Equal(
                DareError.OutcomeUnknown,
                (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(Erase(2, victim, ErasedParts.Body)))).Code);

            files = files.AfterKill();
            AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(5, again.Status(Bookmarks)!.Count);
            await again.CommitAsync(new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(Sealed("after"))])] });

            files = files.AfterPowerLoss(random);
            await using AccountLog after = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(6, after.Status(Bookmarks)!.Count);
        }
    }

    [Fact]
    public async Task An_entry_that_readers_take_for_an_Erase_entry_is_held_to_be_one()
    {
        (_, AccountLog log) = await Made();
        foreach (string body in new[] { "{\"CatalogedErase\":{\"Index\":2}}", "{\"CatalogedErase\":{\"Index\":2},\"x\":{}}", "{}", "" })
        {
            UnverifiedEnvelope clear = TestStore.Envelope(body, "erase", CatalogEvents.Erase);
            var none = new UnverifiedEnvelope(
                new DareHeader { EncryptionAlgorithm = "none", DigestAlgorithm = "S512", ContentMetaData = clear.Header.ContentMetaData },
                clear.Body,
                DareTrailer.Empty);
            foreach (UnverifiedEnvelope envelope in new[] { clear, none })
            {
                DareException refusal = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(
                    new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(envelope)])] }));
                Assert.Contains(refusal.Code, (DareError[])[DareError.EntryRefused, DareError.Malformed]);
            }
        }

        Assert.Equal(4, log.Status(Bookmarks)!.Count);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Erasures_without_an_Erase_entry_and_the_reverse_are_refused()
    {
        (SimulatedFiles files, AccountLog log) = await Made();
        StoreRange range = log.Read(Bookmarks, 0)!;
        StoreFrame second = StoreFrame.Parse(range.Frames[2]);
        StoreFrame third = StoreFrame.Parse(range.Frames[3]);
        const ErasedParts both = ErasedParts.Body | ErasedParts.Salt;
        LogTransaction right = Erase(2, second, both);
        foreach (LogTransaction wrong in new[]
        {
            right with { Erasures = [] },
            right with { Erasures = [new Erasure(Bookmarks, 3, both)] },
            right with { Erasures = [.. right.Erasures, new Erasure(Bookmarks, 3, both)] },
            right with { Erasures = [new Erasure(StoreLabel.Parse("MMM_Task"), 2, both)] },
            right with { Updates = [new StoreUpdate(Bookmarks, [Entry(2, third, both)])] }, // the salt of another frame
            right with { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(Sealed("no Erase entry"))])] },
            Erase(0, second, ErasedParts.Body),
            Erase(4, second, both), // itself
            Erase(9, second, both),
            Erase(2, second, ErasedParts.Salt) with { Updates = [new StoreUpdate(Bookmarks, [Entry(2, second, ErasedParts.Body)])] },
        })
        {
            DareException refusal = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(wrong));
            Assert.Equal(DareError.EntryRefused, refusal.Code);
        }

        Assert.Equal(4, log.Status(Bookmarks)!.Count);
        Assert.DoesNotContain(files.Journal, o => o.Kind == "rename" && o.Path == TestLog.Path && files.Journal.IndexOf(o) > 10);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_refused_precondition_costs_no_rewriting()
    {
        (SimulatedFiles files, AccountLog log) = await Made();
        StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
        LogTransaction late = Erase(2, victim, ErasedParts.Body);
        int done = files.Journal.Count;
        CommitResult result = await log.CommitAsync(late with { Updates = [late.Updates[0] with { ExpectedCount = 3 }] });
        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Equal(done, files.Journal.Count);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Tails_that_were_set_aside_go_with_what_is_erased()
    {
        (SimulatedFiles files, AccountLog log) = await Made();
        files.Put(TestLog.Path + ".torn-1", [1, 2, 3]);
        files.Put("/accounts/other.log.torn-1", [1, 2, 3]);
        StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
        await log.CommitAsync(Erase(2, victim, ErasedParts.Body));
        Assert.False(files.Exists(TestLog.Path + ".torn-1"));
        Assert.True(files.Exists("/accounts/other.log.torn-1"));
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_of_an_erased_store_needs_its_Erase_entry()
    {
        (_, AccountLog log) = await Made();
        StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
        await log.CommitAsync(Erase(2, victim, ErasedParts.Body | ErasedParts.Salt));
        StoreRange erased = log.Read(Bookmarks, 0)!;
        StoreRange cut = erased with { Frames = [.. erased.Frames.Take(4)] };
        DareException refusal = await Assert.ThrowsAsync<DareException>(() => CopyInto(new SimulatedFiles(), cut));
        Assert.Contains(refusal.Code, (DareError[])[DareError.TreeMismatch, DareError.DigestMismatch]);
        await CopyInto(new SimulatedFiles(), erased);
        await log.DisposeAsync();
    }

    [Theory]
    [InlineData("create", DareError.Unavailable)]
    [InlineData("write", DareError.Unavailable)]
    [InlineData("flush", DareError.Unavailable)]
    [InlineData("rename", DareError.OutcomeUnknown)]
    [InlineData("flush folder", DareError.OutcomeUnknown)]
    public async Task A_rewriting_that_fails_before_the_rename_changes_nothing(string kind, DareError error)
    {
        (SimulatedFiles files, AccountLog log) = await Made();
        StoreFrame victim = StoreFrame.Parse(log.Read(Bookmarks, 2, 1)!.Frames[0]);
        LogTransaction erase = Erase(2, victim, ErasedParts.Body);
        files.Before = o => o.Kind == kind ? throw new IOException("no") : int.MaxValue;
        Assert.Equal(error, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(erase))).Code);
        files.Before = null;
        Assert.Equal(error == DareError.OutcomeUnknown, log.MustReopen);
        if (!log.MustReopen)
        {
            Assert.False(files.Exists(TestLog.Path + ".new"));
            Assert.Equal(CommitOutcome.Committed, (await log.CommitAsync(erase)).Outcome);
        }

        await log.DisposeAsync();
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.True(again.IsWritable);
    }

    private static async Task<(SimulatedFiles Files, AccountLog Log)> Made()
    {
        var files = new SimulatedFiles();
        UnverifiedEnvelope zero = StoreHead.Create(new SeededRandom("erase"), StoreHead.CatalogContentType, "MMM_Bookmark").ToEnvelope();
        (AccountLog log, _) = await AccountLog.CreateAsync(
            TestLog.Path,
            TestLog.Options(files),
            new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(zero), StoreEntry.FromEnvelope(Sealed("one"))])] });
        await log.CommitAsync(new LogTransaction
        {
            Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(Sealed("two")), StoreEntry.FromEnvelope(Sealed("three"))])],
            Records = [new PrivateRecord(PrivateLabel.Parse("~Intents"), "k", "v"u8.ToArray())],
        });
        return (files, log);
    }

    private static UnverifiedEnvelope Sealed(string content) => new EnvelopeSealer(SystemRandom.Instance, TimeProvider.System).Seal(
        System.Text.Encoding.UTF8.GetBytes(content),
        new SealRequest
        {
            SymmetricRecipients = [Secret],
            WithDigest = true,
            ContentMetaData = new ContentMeta { UniqueId = content, Event = CatalogEvents.New }.ToOctets(),
        });

    private static LogTransaction Erase(long index, StoreFrame victim, ErasedParts parts) => new()
    {
        Updates = [new StoreUpdate(Bookmarks, [Entry(index, victim, parts)])],
        Erasures = [new Erasure(Bookmarks, index, parts)],
    };

    private static StoreEntry Entry(long index, StoreFrame victim, ErasedParts parts)
    {
        string salt = parts.HasFlag(ErasedParts.Salt)
            ? $",\"SaltDigest\":\"{Mesh.Encoding.Base64UrlText.Encode(LeafInput.DigestOfSalt(victim.Envelope.Header.Salt!.Value.Span))}\"" : "";
        return StoreEntry.FromEnvelope(TestStore.Envelope($"{{\"CatalogedErase\":{{\"Index\":{index}{salt}}}}}", "erase", CatalogEvents.Erase));
    }

    private static RequestRecord Request(string id) => new()
    {
        Key = "key",
        Id = id,
        PayloadHash = new byte[32],
        Respond = _ => "r"u8.ToArray(),
        Quota = "key",
    };

    private static async Task CopyInto(SimulatedFiles files, StoreRange range)
    {
        var update = new StoreUpdate(Bookmarks, [.. range.Frames.Select(StoreEntry.FromFrame)]) { ResultingRoot = range.Status.Root };
        (AccountLog copy, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), new LogTransaction { Updates = [update] });
        Assert.Equal(range.Status.Root.ToArray(), copy.Status(Bookmarks)!.Root.ToArray());
        await copy.DisposeAsync();
    }

    private static List<LogTip> Frames(byte[] file)
    {
        List<LogTip> frames = [];
        new LogScanner(new MemoryOctets(file), file.Length).Run(null, (in OuterFrame _, LogTip tip) =>
        {
            frames.Add(tip);
            return true;
        });
        return frames;
    }
}
