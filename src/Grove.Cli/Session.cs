using System.Text.Json;
using Grove.Cli.Names;
using Grove.Cli.Output;
using Grove.Cli.Profiles;
using Grove.Cli.Verbs;
using Grove.Client;

namespace Grove.Cli;

/// <summary>What one call works with: the connection, the names it knows, and where it writes.</summary>
internal sealed class Session : IDisposable
{
    private readonly Choices choices;
    private readonly Lazy<GroveClient> client;
    private string? asUser;

    public Session(Surroundings around, Choices choices)
    {
        this.choices = choices;
        Around = around;
        Printer = new Printer(around, choices.Form);
        Names = new NameResolver(this);
        client = new Lazy<GroveClient>(() => new GroveClient(Connection.Options(around, choices)));
    }

    public Surroundings Around { get; }

    public Printer Printer { get; }

    public NameResolver Names { get; }

    /// <summary>The SDK's client, with the credentials of the profile or of the environment.</summary>
    /// <exception cref="CommandException">There are none, or they cannot be used.</exception>
    public GroveClient Client => client.Value;

    /// <summary>The id of the user to act as; null for the caller.</summary>
    public async Task<string?> AsUserAsync(CancellationToken cancellation) =>
        choices.AsUser is null ? null : asUser ??= await Names.IdAsync(Resource.User, choices.AsUser, new Dictionary<string, string>(), cancellation);

    /// <summary>Calls the API as the user that was chosen.</summary>
    public async Task<ApiResponse> SendAsync(HttpMethod method, string path, JsonElement? body, RequestOptions? options, CancellationToken cancellation)
    {
        var user = await AsUserAsync(cancellation);
        return await Client.SendAsync(method, path, body, user is null ? options : (options ?? new()) with { AsUser = user }, cancellation);
    }

    /// <summary>Reads what is at the root of the server, beside the API.</summary>
    public async Task<ApiResponse> AtRootAsync(string path, CancellationToken cancellation)
    {
        var options = Connection.Options(Around, choices);
        using var root = Client.WithOptions(same => same with { BaseUrl = new Uri(options.BaseUrl!.GetLeftPart(UriPartial.Authority)) });
        return await root.SendAsync(HttpMethod.Get, path, cancellationToken: cancellation);
    }

    /// <summary>The members of an answer; the document lives as long as what is read from it.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        Answer.Of(await SendAsync(HttpMethod.Get, path, null, null, cancellation)).Result;

    /// <summary>Ends a call that would go on asking for what nobody reads.</summary>
    /// <exception cref="AbandonedException">Whoever read the output has had enough.</exception>
    public void ThrowIfAbandoned()
    {
        Around.Out.Flush();
        if (Around.OutIsAbandoned()) throw new AbandonedException();
    }

    /// <summary>Asks before something is destroyed.</summary>
    /// <exception cref="CommandException">The person said no, or there is nobody to ask.</exception>
    public async Task ConfirmAsync(string question, CancellationToken cancellation)
    {
        if (choices.Yes) return;
        if (!Around.InIsTerminal || !Around.ErrorIsTerminal) throw CommandException.Usage($"{question} Say --yes, as there is nobody to ask here.");
        await Around.Out.FlushAsync(cancellation);
        await Around.Error.WriteAsync(SafeText.Line(question) + " [y/N] ");
        await Around.Error.FlushAsync(cancellation);
        var answer = await Task.Run(Around.In.ReadLine, cancellation).WaitAsync(cancellation);
        if (answer?.Trim() is not ("y" or "Y" or "yes" or "Yes")) throw CommandException.Usage("Nothing was done.");
    }

    /// <summary>A secret: asked for on a terminal, else a line of standard input. It never stands on a command line.</summary>
    public async Task<string> SecretAsync(string what, CancellationToken cancellation)
    {
        if (Around.InIsTerminal)
        {
            await Around.Error.WriteAsync($"{what}: ");
            await Around.Error.FlushAsync(cancellation);
        }
        var line = await Task.Run(() => Around.InIsTerminal ? Around.ReadHidden() : Around.In.ReadLine(), cancellation).WaitAsync(cancellation);
        if (Around.InIsTerminal) await Around.Error.WriteLineAsync();
        return line?.Trim() is { Length: > 0 } secret ? secret : throw CommandException.Usage($"{what}: nothing was given on standard input.");
    }

    public void Dispose()
    {
        if (client.IsValueCreated) client.Value.Dispose();
    }
}
