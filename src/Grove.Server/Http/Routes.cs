namespace Grove.Server.Http;

/// <summary>Puts operations on their paths.</summary>
internal static class Routes
{
    /// <summary>Where everything is that Cloudflare's API has no place for.</summary>
    public const string GrovePath = "/grove/v1";

    // Cloudflare's paths that are not built, most of them not yet: see docs/compatibility.md.
    private static readonly string[] Unbuilt =
    [
        "/accounts/move", "/accounts/{account_id}/iam/resource_groups/{**rest}", "/accounts/{account_id}/iam/user_groups/{**rest}",
        "/accounts/{account_id}/tokens/{**rest}", "/accounts/{account_id}/logs/{**rest}", "/tenants/{**rest}",
        "/organizations/{organization_id}/logs/{**rest}",
        "/organizations/{organization_id}/audit_logs", "/organizations/{organization_id}/shares", "/organizations/{organization_id}/billable/usage",
    ];

    public static void Map(IEndpointRouteBuilder app, ApiPipeline pipeline, string prefix, ApiEndpoints endpoints)
    {
        foreach (var endpoint in endpoints.All)
            app.MapMethods(prefix + endpoint.Path, [endpoint.Method], http => pipeline.InvokeAsync(http, endpoint));
        // The framework would pass other methods on to a catch-all that also matches, and call a path unbuilt that is there.
        foreach (var path in endpoints.All.GroupBy(endpoint => endpoint.Path, endpoint => endpoint.Method))
            app.Map(prefix + path.Key, (RequestDelegate)(http => pipeline.WriteAsync(http, ApiError.WrongMethod with { Allow = string.Join(", ", path) })));
    }

    public static void MapUnbuilt(IEndpointRouteBuilder app, ApiPipeline pipeline, string prefix)
    {
        foreach (var path in Unbuilt) app.Map(prefix + path, (RequestDelegate)(http => pipeline.WriteAsync(http, ApiError.UnbuiltRoute)));
    }
}
