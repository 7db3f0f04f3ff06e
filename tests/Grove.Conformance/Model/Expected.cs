using System.Net;
using System.Text.Json.Nodes;

namespace Grove.Conformance.Model;

/// <summary>What the specification says a request is answered.</summary>
internal sealed record Expected(HttpStatusCode Status, params int[] Codes)
{
    /// <summary>The result, or the whole body where there is no envelope; null when there is none to compare.</summary>
    public JsonNode? Result { get; init; }

    /// <summary>The first part of the ETag; null when there is none.</summary>
    public long? Version { get; init; }

    /// <summary>The numbers that the message must give, in any order; null when it may say what it likes.</summary>
    public int[]? Numbers { get; init; }

    public string[]? Pointers { get; init; }

    /// <summary>True when the body has no envelope.</summary>
    public bool Bare { get; init; }

    /// <summary>What a change leaves in the audit log; nothing for a reading and for a refusal.</summary>
    public Record[] Records { get; init; } = [];

    public bool Refused => Codes.Length > 0;

    public static Expected Done(JsonNode result, long? version = null) => new(HttpStatusCode.OK) { Result = result, Version = version };

    public static Expected Empty { get; } = new(HttpStatusCode.NoContent);

    public static Expected NotFound { get; } = new(HttpStatusCode.NotFound, 1003);

    public static Expected Forbidden { get; } = new(HttpStatusCode.Forbidden, 9109);

    /// <summary>The key of somebody who is suspended.</summary>
    public static Expected Unknown { get; } = new(HttpStatusCode.Forbidden, 9103);

    public static Expected InvalidToken { get; } = new(HttpStatusCode.Unauthorized, 1000);

    public static Expected Changed { get; } = new(HttpStatusCode.PreconditionFailed, 1014);

    public static Expected Cycle { get; } = new(HttpStatusCode.BadRequest, 1011);

    public static Expected CapabilityOff { get; } = new(HttpStatusCode.Forbidden, 1002);

    public static Expected Limit { get; } = new(HttpStatusCode.Forbidden, 1012);

    public static Expected LastSuperAdministrator { get; } = LastSuperAdministratorOf(1);

    public static Expected LastOperator { get; } = new(HttpStatusCode.BadRequest, 1018);

    public static Expected AnotherBody { get; } = new(HttpStatusCode.BadRequest, 1017);

    /// <summary>A state that does not allow it, told without naming a member of the body.</summary>
    public static Expected NotNow { get; } = new(HttpStatusCode.BadRequest, 1001);

    public static Expected Invalid(params string[] pointers) =>
        new(HttpStatusCode.BadRequest, [.. pointers.Select(_ => 1001)]) { Pointers = pointers };

    /// <summary>The refusal with an error for each kind of what would be left alone: roots, free accounts.</summary>
    public static Expected LastSuperAdministratorOf(int kinds) => new(HttpStatusCode.BadRequest, [.. Enumerable.Repeat(1013, kinds)]);

    public static Expected NotEmpty(int[] numbers) => new(HttpStatusCode.BadRequest, 1010) { Numbers = numbers };

    public Expected With(params Record[] records) => this with { Records = records };
}

/// <summary>A member of a body that may be left out, null, or have a value.</summary>
internal readonly record struct Sent<T>(bool Given, T? Value)
{
    public static Sent<T> Nothing => default;

    public static Sent<T> Of(T? value) => new(true, value);
}

/// <summary>An <c>If-Match</c> and the versions that fulfil it.</summary>
internal sealed record Condition(string Header, Func<long, bool> Holds);
