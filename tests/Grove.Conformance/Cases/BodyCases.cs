using System.Net;
using System.Text;
using Xunit;

namespace Grove.Conformance.Cases;

/// <summary>What a body may be, and where its faults are pointed to.</summary>
public class BodyCases(SharedHosts hosts)
{
    private const int Mebibyte = 1024 * 1024;

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    [Theory, EveryDoor]
    public async Task A_body_that_is_no_JSON_object_is_refused_wherever_one_is_taken(string engine)
    {
        var host = await hosts.GetAsync(engine);
        string[] bodies =
        [
            " ", "{", "}", "[]", "null", "1", "\"{}\"", "{}{}", "{} x", "{'name':1}", "{\"name\":}", "{\"name\":\"x\",}", "{\"name\":NaN}", "{\"name\":01}",
            "// c\n{}", "\uFEFF{}", "name=x", "<x/>", "{\"a\":" + new string('[', 40) + new string(']', 40) + "}", "{\"name\":\"\\x\"}", "{\"name\":\"\n\"}", "{\"name\":\"\\u12\"}",
        ];
        foreach (var operation in Surface.Operations.Where(operation => operation.Body is not null))
        {
            foreach (var body in bodies)
            {
                var reply = await host.SendAsync(operation.Method, operation.At(Requests.UnknownId(), Requests.UnknownId()), body, Requests.Pair(GroveHost.OperatorEmail, GroveHost.OperatorKey));
                reply.Refused(HttpStatusCode.BadRequest, 1001, $"{operation} {body}");
            }
        }
    }

    [Theory, EveryDoor]
    public async Task A_body_up_to_a_mebibyte_and_32_levels_is_read(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        string Sized(int size) => "{\"name\":\"Big\",\"pad\":\"" + new string('x', size - 23) + "\"}";
        string Deep(int levels) => "{\"name\":\"Deep\",\"pad\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}";
        Assert.Equal(Mebibyte, Sized(Mebibyte).Length);
        (await user.PostAsync("organizations", Sized(Mebibyte))).Succeeded();
        (await user.PostAsync("organizations", Deep(32))).Succeeded();
        (await user.PostAsync("organizations", Deep(33))).Refused(HttpStatusCode.BadRequest, 1001);
        (await user.PostAsync("organizations", Deep(100_000))).Refused(HttpStatusCode.BadRequest, 1001);
        Assert.Equal(2, (await user.GetAsync("organizations")).Info.GetProperty("total_size").GetInt32());
    }

    [Theory, MemberData(nameof(Engine.All), MemberType = typeof(Engine))]
    public async Task A_larger_body_is_refused_whether_its_length_is_announced_or_not(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var reply = await RawConnection.OneAsync(host.Http.BaseAddress!,
            $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\nX-Auth-Email: {user.Email}\r\nX-Auth-Key: {user.Key}\r\nContent-Length: {Mebibyte + 1}\r\n\r\n");
        reply!.Refused(HttpStatusCode.RequestEntityTooLarge, 1015);
        Assert.Equal("no-store", reply!.Headers["Cache-Control"]);

        var chunk = "10000\r\n" + new string('x', 0x10000) + "\r\n";
        var chunked = await RawConnection.OneAsync(host.Http.BaseAddress!,
            $"POST /client/v4/organizations HTTP/1.1\r\nHost: x\r\nX-Auth-Email: {user.Email}\r\nX-Auth-Key: {user.Key}\r\nTransfer-Encoding: chunked\r\n\r\n"
            + string.Concat(Enumerable.Repeat(chunk, 17)));
        chunked!.Refused(HttpStatusCode.RequestEntityTooLarge, 1015);
        Assert.Equal("no-store", chunked!.Headers["Cache-Control"]);
        Assert.Equal(0, (await user.GetAsync("organizations")).Info.GetProperty("total_size").GetInt32());
    }

    [Theory, EveryDoor]
    public async Task Of_members_with_one_name_the_last_counts(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var (a, b) = (await user.CreateAsync("A"), await user.CreateAsync("B"));
        var made = await user.PostAsync("organizations", $$"""{"name":1,"parent":{"id":"{{a}}"},"name":"Last","parent":{"id":"{{a}}","id":"{{b}}"},"\u006eame":"Escaped"}""");
        Assert.Equal("Escaped", made.Succeeded().Result.GetProperty("name").GetString());
        Assert.Equal(b, made.Result.GetProperty("parent").GetProperty("id").GetString());
        (await user.PostAsync("organizations", """{"name":"x","name":null}""")).Refused(HttpStatusCode.BadRequest, 1001);
        var patched = await user.SendAsync(HttpMethod.Patch, "user", """{"first_name":7,"first_name":"One","first_name":null,"first_name":"Two"}""");
        Assert.Equal("Two", patched.Succeeded().Result.GetProperty("first_name").GetString());
        const string condition = """
            "condition":{"request_ip":{"in":["10.0.0.0/8"]},"request_ip":{"in":[1],"in":["127.0.0.0/8"]}}
            """;
        var limited = await host.Operator.PostAsync($"/grove/v1/users/{user.Id}/tokens", Surface.Token.Replace("\"name\":\"t\"", "\"name\":1,\"name\":\"t\"," + condition, StringComparison.Ordinal));
        var value = limited.Succeeded().Result.GetProperty("value").GetString()!;
        (await host.SendAsync("GET", "organizations", null, Requests.Bearer(value))).Succeeded();
    }

    [Theory, EveryDoor]
    public async Task Texts_that_cannot_be_stored_are_refused_with_a_pointer_to_them(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var id = await user.CreateAsync("Root");
        (string Body, string Pointer)[] cases =
        [
            ("""{"name":"a\u0000b"}""", "/name"), ("""{"name":"\ud800"}""", "/name"), ("""{"name":"\udc00\ud800"}""", "/name"), ("""{"name":"x","y":"\uDBFFz"}""", "/y"),
            ("{\"name\":\"\u00ff\"}", "/name"), ("{\"name\":\"\u00c0\u0080\"}", "/name"), ("{\"name\":\"\u00ed\u00a0\u0080\"}", "/name"), ("{\"name\":\"\u00f4\u0090\u0080\u0080\"}", "/name"),
            ("""{"name":"x","parent":{"id":"\u0000"}}""", "/parent/id"), ("""{"name":"x","list":[1,{"a/b~c":"\ud83d"}]}""", "/list/1/a~1b~0c"),
            ("""{"name":"x","profile":{"business_name":"\u0000"}}""", "/profile/business_name"),
        ];
        foreach (var (body, pointer) in cases)
        {
            foreach (var (method, path) in ((string, string)[])[("POST", "organizations"), ("PUT", $"organizations/{id}"), ("PATCH", "user"), ("PUT", $"organizations/{id}/profile")])
            {
                var reply = await host.SendAsync(method, path, Latin(body), Requests.Pair(user.Email, user.Key));
                reply.Refused(HttpStatusCode.BadRequest, 1001, $"{method} {path} {body}");
                Assert.Equal([pointer], reply.Pointers);
            }
        }
        var names = await host.SendAsync("POST", "organizations", Latin("""{"name":"x","\u0000":1,"y":{"\ud800":2}}"""), Requests.Pair(user.Email, user.Key));
        Assert.Equal(["/\\u0000", "/y/\\ud800"], names.Refused(HttpStatusCode.BadRequest, [1001, 1001]).Pointers);
        Assert.Equal([id], await user.WalkAsync());
        // What only looks like one is a text like any other.
        (await user.PostAsync("organizations", """{"name":"\\u0000 \\ud800 \ud83d\ude00 \u00e9"}""")).Succeeded();
        Assert.Equal("\\u0000 \\ud800 \U0001F600 é", (await user.GetAsync("organizations?name.contains=%F0%9F%98%80")).Result[0].GetProperty("name").GetString());
    }

    [Theory, EveryDoor]
    public async Task All_faults_of_a_body_are_told_at_once_each_with_its_pointer(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var organization = await user.PostAsync("organizations",
            """{"name":" x","parent":{},"profile":{"business_address":1,"business_email":"none","business_name":null,"external_metadata":""}}""");
        Assert.Equal(["/name", "/parent/id", "/profile/business_address", "/profile/business_email", "/profile/business_name", "/profile/business_phone"],
            organization.Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001, 1001, 1001, 1001]).Pointers);
        var query = await user.GetAsync("organizations?page_size=x&name=" + new string('n', 201) + "&parent.id=a&parent.id=b&page_token=1x");
        Assert.Equal(3, query.Refused(HttpStatusCode.BadRequest, [1001, 1001, 1001]).Codes.Count);
        Assert.All(query.Pointers, Assert.Null);
        var details = await user.SendAsync(HttpMethod.Patch, "user", "{\"first_name\":1,\"last_name\":[],\"telephone\":{},\"country\":true,\"zipcode\":\"" + new string('9', 101) + "\"}");
        Assert.Equal(["/first_name", "/last_name", "/telephone", "/country", "/zipcode"], details.Pointers);
        var managed = await host.Operator.PostAsync("/grove/v1/users", """{"email":"x","operator":1,"managing_organization_id":1,"first_name":1}""");
        Assert.Equal(["/email", "/first_name", "/managing_organization_id", "/operator"], managed.Pointers.Order(StringComparer.Ordinal));
        var roles = await host.Operator.PutAsync($"/grove/v1/organizations/{Requests.UnknownId()}/users/{user.Id}", """{"roles":["x","y"]}""");
        Assert.Equal(["/roles"], roles.Pointers);
    }

    [Theory, EveryDoor]
    public async Task Of_very_many_faults_the_first_twenty_are_told(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"x{i}\":1"));
        var unknown = await user.PostAsync("user/tokens", Surface.Token.Replace("\"name\":\"t\"", "\"name\":\"t\"," + members, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"/x{i}"), unknown.Refused(HttpStatusCode.BadRequest, [.. Enumerable.Repeat(1001, 20)]).Pointers);
        var policies = string.Join(',', Enumerable.Repeat("{}", 5_000));
        var empty = await user.PostAsync("user/tokens", "{\"name\":\"t\",\"policies\":[" + policies + "]}");
        Assert.Equal(20, empty.Refused(HttpStatusCode.BadRequest, [.. Enumerable.Repeat(1001, 20)]).Pointers.Count);
    }

    [Theory, EveryDoor]
    public async Task A_request_without_a_member_to_say_needs_no_body(string engine)
    {
        var host = await hosts.GetAsync(engine);
        var user = await host.NewUserAsync();
        foreach (var body in (string?[])[null, "", "{}", """{"ignored":1}"""])
            (await host.SendAsync("POST", $"/grove/v1/users/{user.Id}/api_key", body, Requests.Pair(GroveHost.OperatorEmail, GroveHost.OperatorKey))).Succeeded($"'{body}'");
        // Bodies of those that take none are not looked at.
        foreach (var body in (string?[])[null, "", "{}", "{", "x"])
        {
            var id = await (user = await host.NewUserAsync()).CreateAsync("Gone");
            (await user.SendAsync(HttpMethod.Delete, $"organizations/{id}", body)).Succeeded();
        }
    }
}
