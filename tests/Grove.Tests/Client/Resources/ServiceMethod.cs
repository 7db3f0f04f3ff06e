using System.Reflection;
using Grove.Client;

namespace Grove.Tests.Client.Resources;

/// <summary>A method of a resource, by the path that callers write: <c>Organizations.Members.ListAsync</c>.</summary>
internal sealed record ServiceMethod(string Name, IReadOnlyList<PropertyInfo> Services, MethodInfo Method)
{
    /// <summary>All of the client's.</summary>
    public static IReadOnlyList<ServiceMethod> All { get; } = [.. Below([], typeof(GroveClient))];

    public IReadOnlyList<ParameterInfo> Parameters => Method.GetParameters();

    public IEnumerable<ParameterInfo> Ids => Parameters.Where(parameter => parameter.ParameterType == typeof(string));

    /// <summary>Null when it has no parameters object.</summary>
    public Type? ParametersType => Parameters.SingleOrDefault(parameter => parameter.Name == "parameters")?.ParameterType;

    /// <summary>What is awaited or enumerated: the page's rows, the result, or null for nothing.</summary>
    public Type? Result
    {
        get
        {
            var result = Method.ReturnType is { IsGenericType: true } generic ? generic.GetGenericArguments()[0] : null;
            return result is { IsGenericType: true } page && page.GetGenericTypeDefinition() == typeof(Page<>) ? page.GetGenericArguments()[0] : result;
        }
    }

    public bool AnswersPage => IsOf(typeof(Task<>)) && IsOf(Method.ReturnType.GetGenericArguments()[0], typeof(Page<>));

    public bool AnswersAll => IsOf(typeof(AutoPages<>));

    /// <summary>Calls it with these ids and parameters, and waits for what it answers: a value, or rows as an array, or null for nothing.</summary>
    public async Task<object?> CallAsync(
        GroveClient client, Func<ParameterInfo, string> id, Func<Type, object?> parameters, CancellationToken cancellation = default)
    {
        var target = Services.Aggregate((object)client, (service, property) => property.GetValue(service)!);
        var arguments = Parameters.Select(parameter =>
            parameter.ParameterType == typeof(string) ? id(parameter)
            : parameter.Name == "parameters" ? parameters(parameter.ParameterType)
            : parameter.ParameterType == typeof(CancellationToken) ? cancellation
            : (object?)null).ToArray();
        var answer = Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (answer is Task { } task && Method.ReturnType == typeof(Task)) await task;
        return Method.ReturnType == typeof(Task) ? null : await (Task<object?>)typeof(ServiceMethod)
            .GetMethod(AnswersAll ? nameof(RowsOfAllAsync) : AnswersPage ? nameof(RowsOfPageAsync) : nameof(ValueAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(Result!).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [answer], null)!;
    }

    public override string ToString() => Name;

    private static async Task<object?> RowsOfAllAsync<T>(AutoPages<T> all) => await all.ToArrayAsync();

    private static async Task<object?> RowsOfPageAsync<T>(Task<Page<T>> page) => (await page).Result.ToArray();

    private static async Task<object?> ValueAsync<T>(Task<T> value) => await value;

    private bool IsOf(Type open) => IsOf(Method.ReturnType, open);

    private static bool IsOf(Type type, Type open) => type.IsGenericType && type.GetGenericTypeDefinition() == open;

    private static IEnumerable<ServiceMethod> Below(IReadOnlyList<PropertyInfo> services, Type owner)
    {
        foreach (var property in owner.GetProperties().Where(property => property.PropertyType.Name.EndsWith("Service", StringComparison.Ordinal)))
        {
            PropertyInfo[] path = [.. services, property];
            foreach (var method in property.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName))
                yield return new(string.Join('.', path.Select(step => step.Name)) + "." + method.Name, path, method);
            foreach (var below in Below(path, property.PropertyType)) yield return below;
        }
    }
}
