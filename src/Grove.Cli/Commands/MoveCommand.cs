using System.CommandLine;
using System.Text.Json.Nodes;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Verbs;
using Grove.Client;

namespace Grove.Cli.Commands;

/// <summary>
/// <c>grove org move</c>: <c>PUT /organizations/{id}</c> with another parent. The endpoint asks for the name too, so it is read first, and the entity tag
/// keeps a renaming that comes between from being undone.
/// </summary>
internal static class MoveCommand
{
    public static Command Of(Surroundings around, CommonOptions common)
    {
        var organization = new Argument<string>("ORGANIZATION") { Description = "Its id, name or path of names" };
        var to = new Option<string?>("--to") { Description = "The organization to move it below", HelpName = "ORGANIZATION" };
        var root = new Option<bool>("--root") { Description = "Make it a root" };
        var ifMatch = new Option<string?>("--if-match") { Description = "Only while the organization has this entity tag", HelpName = "ETAG" };
        var command = new Command("move", "Move an organization with all below it") { organization, to, root, ifMatch };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(to) is null != parsed.GetValue(root)) throw CommandException.Usage("Say either --to or --root.");
            using var session = new Session(around, common.Of(parsed));
            var none = new Dictionary<string, string>();
            var id = await session.Names.IdAsync(Resource.Organization, parsed.GetValue(organization)!, none, cancellation);
            JsonObject? parent = parsed.GetValue(to) is { } place
                ? new() { ["id"] = await session.Names.IdAsync(Resource.Organization, place, none, cancellation) }
                : null;
            var path = $"organizations/{Uri.EscapeDataString(id)}";
            var before = await session.SendAsync(HttpMethod.Get, path, null, null, cancellation);
            var body = new JsonObject { ["name"] = new Column("", "name").Of(Answer.Of(before).Result), ["parent"] = parent };
            var response = await session.SendAsync(
                HttpMethod.Put, path, BodyReader.Element(body), new RequestOptions { IfMatch = parsed.GetValue(ifMatch) ?? before.ETag }, cancellation);
            if (session.Printer.Form == Form.Json) session.Printer.Body(response.Body);
            else session.Printer.One(Answer.Of(response).Result, null);
            return ExitCode.Done;
        });
        return command;
    }
}
