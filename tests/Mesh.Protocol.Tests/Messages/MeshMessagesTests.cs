using System.Text.Json;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Protocol.Tests;

public class MeshMessagesTests
{
    private const string Root = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private const string Env = """[{"dig":"S512"},"e30",{"PayloadDigest":"AAEC"}]""";
    private const string Limits = """{"MaxEntries":10,"BytesOffset":1,"BytesMax":1000,"Header":true,"Payload":false,"Trailer":true}""";
    private const string Entry = """{"IndexRequest":0,"IndexContainer":4,"Result":"Conflict","ConstraintsData":{"BytesMax":5}}""";

    public static TheoryData<string, string> RequestSnapshots => new()
    {
        { "Hello", $$$$"""{"Hello":{"Service":"mmm.example.com","ID":"N1","CallsignBinding":{{{{Env}}}}}}""" },
        { "BindAccount", $$$$"""{"BindAccount":{"ID":"N1","AccountAddress":"alice@example.com","EnvelopedProfileAccount":{{{{Env}}}},"EnvelopedCallsignBinding":[{{{{Env}}}}]}}""" },
        { "UnbindAccount", """{"UnbindAccount":{"ID":"N1","Account":"alice@example.com","Capability":"MCAP"}}""" },
        { "Connect", $$$$"""{"Connect":{"ID":"N1","EnvelopedRequestConnection":{{{{Env}}}},"Rights":["web"]}}""" },
        { "Complete", """{"Complete":{"ID":"N1","Account":"alice@example.com","DeviceUDF":"MDEV","AccountAddress":"alice@example.com","ResponseID":"MRES"}}""" },
        { "Status", $$$$"""{"Status":{"ID":"N1","Account":"alice@example.com","EnvelopedProfileDevice":{{{{Env}}}},"DeviceUDF":"MDEV","CatalogedDeviceDigest":"MDIG","Catalogs":["MMM_Contact"],"Spools":["MMM_Inbound"]}}""" },
        { "Download", $$$$"""{"Download":{"ID":"N1","Account":"alice@example.com","Select":[{"Container":"MMM_Contact","IndexMin":3,"IndexMax":9,"NotBefore":"2026-01-02T03:04:05Z","Before":"2026-01-03T03:04:05Z","PageKey":"p"}],"ConstraintsPost":{{{{Limits}}}}}}""" },
        { "Transact", $$$$"""{"Transact":{"ID":"N1","Account":"alice@example.com","Updates":[{"Container":"MMM_Contact","Index":3,"Digest":"{{{{Root}}}}","Envelopes":[{{{{Env}}}},{{{{Env}}}}]}],"Accounts":["bob@example.net"],"Outbound":[{{{{Env}}}}],"Inbound":[{{{{Env}}}}],"Local":[{{{{Env}}}}],"EnvelopedProfileAccount":{{{{Env}}}}}}""" },
        { "Post", $$$$"""{"Post":{"ID":"N1","Accounts":["bob@example.net"],"Messages":[{{{{Env}}}}],"EnvelopedProfileAccount":{{{{Env}}}}}}""" },
        { "Claim", $$$$"""{"Claim":{"ID":"N1","EnvelopedMessageClaim":{{{{Env}}}}}}""" },
        { "PollClaim", $$$$"""{"PollClaim":{"ID":"N1","PublicationId":"EPUB","TargetAccountAddress":"maker@example.com","Witness":"{{{{new string('A', 86)}}}}"}}""" },
    };

    public static TheoryData<string, string> ResponseSnapshots => new()
    {
        { "Hello", $$$$"""{"MeshHelloResponse":{"ID":"N1","Status":201,"Version":{"Major":3,"Minor":0,"Encodings":[{"ID":["application/json"]}]},"Alternates":[{"Major":2,"Minor":1,"URI":["https://old.example.com/"]}],"ConstraintsUpdate":{{{{Limits}}}},"ConstraintsPost":{"BytesMax":32768},"PolicyAccount":{"Minimum":1,"Maximum":64,"InvalidCharacters":"/\\"},"EnvelopedProfileService":{{{{Env}}}},"EnvelopedProfileHost":{{{{Env}}}},"CallsignBinding":{{{{Env}}}}}}""" },
        { "BindAccount", $$$$"""{"BindResponse":{"ID":"N1","Status":202,"Reason":"payment","URL":"https://example.com/pay","EnvelopedAccountHostAssignment":{{{{Env}}}}}}""" },
        { "UnbindAccount", """{"UnbindResponse":{"ID":"N1","Status":201}}""" },
        { "Connect", $$$$"""{"ConnectResponse":{"ID":"N1","Status":201,"EnvelopedAcknowledgeConnection":{{{{Env}}}},"EnvelopedProfileAccount":{{{{Env}}}}}}""" },
        { "Complete", $$$$"""{"CompleteResponse":{"ID":"N1","Status":201,"EnvelopedRespondConnection":{{{{Env}}}},"EnvelopedAccountHostAssignment":{{{{Env}}}}}}""" },
        { "Status", $$$$"""{"StatusResponse":{"ID":"N1","Status":201,"EnvelopedProfileAccount":{{{{Env}}}},"EnvelopedCatalogedDevice":{{{{Env}}}},"CatalogedDeviceDigest":"MDIG","ContainerStatus":[{"Container":"MMM_Contact","Index":3,"Digest":"{{{{Root}}}}"},{"Container":"MMM_Local","Index":0}],"EnvelopedAccountHostAssignment":{{{{Env}}}}}}""" },
        { "Download", $$$$"""{"DownloadResponse":{"ID":"N1","Status":201,"Updates":[{"Container":"MMM_Contact","Index":0,"Digest":"{{{{Root}}}}","Envelopes":[{{{{Env}}}}]}]}}""" },
        { "Transact", $$$$"""{"TransactResponse":{"ID":"N1","Status":409,"StatusExtended":10,"StatusDescription":"synchronise","Entries":[{{{{Entry}}}}],"ConstraintsData":{{{{Limits}}}},"ContainerStatus":[{"Container":"MMM_Contact","Index":4,"Digest":"{{{{Root}}}}"}]}}""" },
        { "Post", $$$$"""{"PostResponse":{"ID":"N1","Status":201,"Entries":[{{{{Entry}}}}],"ConstraintsData":{{{{Limits}}}}}}""" },
        { "Claim", $$$$"""{"ClaimResponse":{"ID":"N1","Status":201,"CatalogedPublication":{"Id":"EPUB","EnvelopedData":{{{{Env}}}}}}}""" },
        { "PollClaim", $$$$"""{"PollClaimResponse":{"ID":"N1","Status":201,"EnvelopedMessage":{{{{Env}}}}}}""" },
        { "MeshResponse", $$$$"""{"MeshResponse":{"ID":"N1","Status":401,"StatusExtended":4,"StatusDescription":"removed","EnvelopedRevocation":{{{{Env}}}},"EnvelopedRevokingProfile":{{{{Env}}}}}}""" },
    };

    [Theory]
    [MemberData(nameof(RequestSnapshots))]
    public void A_request_has_this_form_and_comes_back(string name, string json)
    {
        MeshRequest request = MessageSamples.Requests[name];
        Assert.Equal(name, request.Transaction.Name);
        Assert.Equal(json, Text(MeshMessages.Write(request)));
        MeshRequest read = MeshMessages.ReadRequest(Octets(json));
        Assert.Equal(request.GetType(), read.GetType());
        Assert.Equal(json, Text(MeshMessages.Write(read)));
    }

    [Theory]
    [MemberData(nameof(ResponseSnapshots))]
    public void A_response_has_this_form_and_comes_back(string name, string json)
    {
        MeshResponse response = MessageSamples.Responses[name];
        Assert.Equal(json, Text(MeshMessages.Write(response)));
        MeshTransaction transaction = MeshTransaction.All.FirstOrDefault(t => t.Name == name) ?? MeshTransaction.Status;
        MeshResponse read = MeshMessages.ReadResponse(transaction, Octets(json));
        Assert.Equal(response.GetType(), read.GetType());
        Assert.Equal(json, Text(MeshMessages.Write(read)));
    }

    [Fact]
    public void Every_transaction_has_its_samples()
    {
        string[] names = [.. MeshTransaction.All.Select(t => t.Name)];
        Assert.Equal(names.Order(), MessageSamples.Requests.Keys.Order());
        Assert.Equal(names.Append("MeshResponse").Order(), MessageSamples.Responses.Keys.Order());
        Assert.Equal(
            ["BindAccount", "Claim", "Connect", "Post", "Transact", "UnbindAccount"],
            MeshTransaction.All.Where(t => t.ChangesState).Select(t => t.Name).Order());
    }

    [Fact]
    public void Both_tags_of_a_request_are_read_and_the_shortest_forms_suffice()
    {
        Assert.IsType<HelloRequest>(MeshMessages.ReadRequest(Octets("""{"Hello":{}}""")));
        Assert.IsType<HelloRequest>(MeshMessages.ReadRequest(Octets("""{"HelloRequest":{}}""")));
        var bind = Assert.IsType<BindRequest>(MeshMessages.ReadRequest(
            Octets($$$$"""{"BindRequest":{"AccountAddress":"a@b","EnvelopedProfileAccount":{{{{Env}}}},"Unknown":[{"x":1}]}}""")));
        Assert.Empty(bind.EnvelopedCallsignBinding);
        Assert.Equal(MeshStatus.Done, MeshMessages.ReadResponse(MeshTransaction.Status, Octets("""{"StatusResponse":{"Status":201}}""")).Status);
    }

    [Fact]
    public void Envelopes_keep_their_octets()
    {
        const string Odd = """[{"Zzz":"\u0041","dig":"S512"} , "e30",{"PayloadDigest":"AAEC", "x":[1.50]}]""";
        var request = Assert.IsType<ClaimRequest>(MeshMessages.ReadRequest(Octets($$$$"""{"Claim":{"EnvelopedMessageClaim":{{{{Odd}}}}}}""")));
        string written = Text(MeshMessages.Write(request));
        Assert.Contains("""{"Zzz":"\u0041","dig":"S512"}""", written, StringComparison.Ordinal);
        Assert.Contains("1.50", written, StringComparison.Ordinal);
    }

    public static TheoryData<string> BadRequests =>
    [
        "", "null", "[]", "{}", "1", "{\"Hello\":{}", """{"Hello":{}} x""", """{"Hello":[]}""", """{"Hello":null}""", """{"Hello":{},"Status":{}}""",
        """{"Hello":{},"Hello":{}}""", """{"hello":{}}""", """{"Helloo":{}}""", """{"MeshHelloResponse":{"Status":201}}""",
        """{"Hello":{"ID":1}}""", """{"Hello":{"ID":""}}""", """{"Hello":{"ID":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""",
        """{"Hello":{"ID":"a b"}}""", """{"Hello":{"ID":"\u00e9"}}""", """{"Hello":{"ID":"a","ID":"b"}}""", """{"Hello":{"ID":"\ud800"}}""",
        """{"Status":{}}""", """{"Status":{"Account":null}}""", """{"Status":{"Account":""}}""", """{"Status":{"Account":"a","Catalogs":[null]}}""",
        """{"Status":{"Account":"a","Catalogs":"MMM_Contact"}}""", """{"Status":{"Account":"a","EnvelopedProfileDevice":{}}}""",
        """{"Status":{"Account":"a","EnvelopedProfileDevice":[{},"!"]}}""", """{"Claim":{"EnvelopedMessageClaim":[]}}""", """{"Claim":{}}""",
        """{"Download":{"Account":"a","Select":[{"IndexMin":1}]}}""", """{"Download":{"Account":"a","Select":[{"Container":"x","IndexMin":-1}]}}""",
        """{"Download":{"Account":"a","Select":[{"Container":"x","IndexMin":1.5}]}}""",
        """{"Download":{"Account":"a","Select":[{"Container":"x","IndexMin":99999999999999999999}]}}""",
        """{"Download":{"Account":"a","Select":[{"Container":"x","NotBefore":"yesterday"}]}}""", """{"Download":{"Account":"a","Select":[{"Container":""}]}}""",
        """{"Download":{"Account":"a","ConstraintsPost":{"BytesMax":-5}}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":0,"Envelopes":[[{},"e30"]]}]}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":0,"Digest":"AA","Envelopes":[[{},"e30"]]}]}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":-1,"Digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":9223372036854775807,"Digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","Envelopes":[[{},"e30"]]}]}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":1,"Digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},{"Container":"X","Index":1,"Digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}}""",
        """{"Transact":{"Account":"a","Updates":[{"Container":"x","Index":1,"Digest":"not base64"}]}}""",
        """{"Transact":{"Account":"a","Updates":[null]}}""", """{"Post":{"Messages":[[{},"e30"]]}}""", """{"Post":{"Accounts":["a"]}}""",
        """{"PollClaim":{"PublicationId":"E","TargetAccountAddress":"a","Witness":"AAAA"}}""", """{"Operate":{"AccountAddress":"a"}}""",
    ];

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(BadRequests))]
    public void A_request_of_another_form_is_refused(string json)
    {
        var e = Assert.Throws<ProtocolException>(() => MeshMessages.ReadRequest(Octets(json)));
        Assert.Equal(ProtocolError.InvalidMessage, e.Code);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    [Theory]
    [InlineData("""{"StatusResponse":{}}""")]
    [InlineData("""{"StatusResponse":{"Status":"201"}}""")]
    [InlineData("""{"TransactResponse":{"Status":201}}""")]
    [InlineData("""{"MeshResponse":{"Status":201}}""")]
    [InlineData("""{"Status":{"Status":201}}""")]
    [InlineData("""{"StatusResponse":{"Status":201,"ContainerStatus":[{"Container":"x","Index":0,"Digest":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}}""")]
    [InlineData("""{"StatusResponse":{"Status":201,"ContainerStatus":[{"Container":"x","Index":7}]}}""")]
    [InlineData("")]
    public void A_response_of_another_form_is_refused(string json)
    {
        var e = Assert.Throws<ProtocolException>(() => MeshMessages.ReadResponse(MeshTransaction.Status, Octets(json)));
        Assert.Equal(ProtocolError.InvalidMessage, e.Code);
    }

    [Fact]
    [Requirement("NET-11")]
    public void Nesting_and_length_have_limits()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 70)) + string.Concat(Enumerable.Repeat("]", 70));
        Assert.Throws<ProtocolException>(() => MeshMessages.ReadRequest(Octets($$$$"""{"Hello":{"x":{{{{deep}}}}}}""")));
        byte[] invalid = Octets("""{"Hello":{"Service":"X"}}""");
        invalid[Array.IndexOf(invalid, (byte)'X')] = 0xFF;
        Assert.Throws<ProtocolException>(() => MeshMessages.ReadRequest(invalid));

        string text = new('a', ProtocolLimits.Message);
        AssertTooLarge(() => MeshMessages.ReadRequest(Octets($$$$"""{"Status":{"Account":"{{{{text}}}}"}}""")));
        Assert.IsType<TransactRequest>(MeshMessages.ReadRequest(Octets($$$$"""{"Transact":{"Account":"a","x":"{{{{text}}}}"}}""")));
        AssertTooLarge(() => MeshMessages.ReadRequest(new byte[ProtocolLimits.LargestMessage + 1]));
        AssertTooLarge(() => MeshMessages.ReadResponse(MeshTransaction.Status, new byte[ProtocolLimits.Message + 1]));

        static void AssertTooLarge(Func<object> act) => Assert.Equal(ProtocolError.TooLarge, Assert.Throws<ProtocolException>(act).Code);
    }

    [Fact]
    [Requirement("NET-11")]
    public void Damaged_messages_give_a_message_or_the_one_exception()
    {
        byte[][] seeds =
        [
            .. MessageSamples.Requests.Values.Select(r => (byte[])[0, .. MeshMessages.Write(r)]),
            .. MessageSamples.Responses.Values.Select((r, i) => (byte[])[(byte)(1 + Math.Min(i, MeshTransaction.All.Count - 1)), .. MeshMessages.Write(r)]),
        ];
        new Mutations("messages").Run(seeds, 10_000, octets => MessageFuzz.Run(octets));
    }

    [Fact]
    public void A_prepared_request_has_an_ID_of_its_own_and_stays_as_it_is()
    {
        var random = new SeededRandom("ids");
        PreparedRequest one = PreparedRequest.Of(new StatusRequest { Account = "a@b" }, random);
        PreparedRequest two = PreparedRequest.Of(new StatusRequest { Account = "a@b" }, random);
        Assert.NotEqual(one.Id, two.Id);
        Assert.Equal(UdfType.Nonce, Udf.ParseStrict(one.Id).Type);
        Assert.Equal(16, Udf.Parse(one.Id).Data.Length);
        Assert.Equal(one.Id, MeshMessages.ReadRequest(one.Octets).Id);
        Assert.Equal("kept", PreparedRequest.Of(new StatusRequest { Account = "a@b", Id = "kept" }, random).Id);
    }

    [Fact]
    public void A_request_that_breaks_a_rule_is_not_sent()
    {
        var random = new SeededRandom("rules");
        var large = new StatusRequest { Account = "a@b", DeviceUdf = new string('a', ProtocolLimits.Message) };
        Assert.Equal(ProtocolError.TooLarge, Assert.Throws<ProtocolException>(() => PreparedRequest.Of(large, random)).Code);
        var wrong = new TransactRequest { Account = "a@b", Updates = [new ContainerUpdate { Container = "x", Index = 5 }] };
        Assert.Equal(ProtocolError.InvalidMessage, Assert.Throws<ProtocolException>(() => PreparedRequest.Of(wrong, random)).Code);
    }

    private static byte[] Octets(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] octets) => System.Text.Encoding.UTF8.GetString(octets);
}
