using Grove.Server.Auth;
using Grove.Server.Http;

namespace Grove.Server.Asking;

/// <summary><c>/grove/v1/check</c>: operators only.</summary>
internal sealed class CheckEndpoints(CheckStore store)
{
    public void Map(ApiEndpoints api)
    {
        api.Get("/check", Permission.Operator, new("check", "Whether a user may do something to an organization or to an account, and by which membership")
        {
            Result = "Check",
            Query =
            [
                new("user_id", "string", "The user.") { Required = true },
                new("organization_id", "string", "The organization; either this or account_id."),
                new("account_id", "string", "The account."),
                new("permission", "string", "The permission, such as #organization:edit.") { Required = true },
            ],
            Errors = [404],
        }, CheckAsync);
        api.Post("/check", Permission.Operator,
            new("check-many", "The answers to up to 100 checks, in their order") { Result = "Check", Shape = ResultShape.PlainList, Body = "Checks", ChangesNothing = true }, CheckAllAsync);
    }

    private async ValueTask<Answer> CheckAsync(ApiRequest request)
    {
        var question = CheckQuestion.Parse(request.Query, request.Errors);
        if (request.Invalid is { } invalid) return invalid;
        return await store.FindAsync(question!, request.Aborted) is { } grants
            ? Answer.Resource(CheckAnswer.Of(question!, grants), CheckAnswer.Write)
            : ApiError.CheckedNotFound;
    }

    private async ValueTask<Answer> CheckAllAsync(ApiRequest request)
    {
        var questions = CheckQuestion.Parse(request.Body, request.Errors);
        if (request.Invalid is { } invalid) return invalid;
        var grants = await store.FindAllAsync(questions, request.Aborted);
        return Answer.List([.. questions.Zip(grants, CheckAnswer.Of)], CheckAnswer.Write, null);
    }
}
