using System.Reflection;
using System.Xml.Linq;
using Grove.Client;
using Xunit;

namespace Grove.Tests.Client;

/// <summary>What the SDK promises others: every change of it is seen in a review, and every member says what it does.</summary>
public sealed class PublicApiTests
{
    private const string WriteVariable = "GROVE_WRITE_PUBLIC_API";
    private const string Listed = "src/Grove.Client/PublicApi.txt";
    private static readonly Assembly Sdk = typeof(GroveClient).Assembly;

    [Fact]
    public void The_public_surface_is_the_one_under_review()
    {
        var found = string.Join('\n', PublicSurface.Of(Sdk)) + "\n";
        if (Environment.GetEnvironmentVariable(WriteVariable) == "true") File.WriteAllText(Path.Combine(Repository.Root, Listed), found);
        Assert.True(
            Repository.Read(Listed) == found,
            $"The public surface of Grove.Client is not that of {Listed}. Is the change meant? Then write it, and let others read the difference:\n"
            + $"  {WriteVariable}=true dotnet test tests/Grove.Tests -c Release --filter FullyQualifiedName~PublicApiTests\n{Difference(Repository.Read(Listed), found)}");
    }

    [Fact]
    public void Every_public_member_says_what_it_does()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Sdk.Location, ".xml")).Descendants("member")
            .Where(member => member.Elements().Any(element => element.Name == "inheritdoc" || element.Value.Trim().Length > 0))
            .Select(member => member.Attribute("name")!.Value.Split('(', '~')[0]).CountBy(name => name).ToDictionary();
        Assert.Empty(
            from type in Sdk.GetExportedTypes()
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(IsWritten).Prepend(type)
            group member by DocumentationId(member) into overloads
            where documented.GetValueOrDefault(overloads.Key) < overloads.Count()
            select overloads.Key);
    }

    [Fact]
    public void The_sdk_needs_nothing_but_dotnet_and_two_packages_of_abstractions()
    {
        string[] packages = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];
        Assert.Equal(packages, XDocument.Parse(Repository.Read("src/Grove.Client/Grove.Client.csproj")).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference")
            .Select(element => element.Attribute("Include")!.Value).Order(StringComparer.Ordinal));
        Assert.All(Sdk.GetReferencedAssemblies(), reference => Assert.True(
            reference.Name!.StartsWith("System.", StringComparison.Ordinal) || packages.Contains(reference.Name), reference.Name));
    }

    private static string Difference(string listed, string found)
    {
        var (before, after) = (listed.Split('\n'), found.Split('\n'));
        return string.Join('\n', before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)));
    }

    // Constructors that nobody wrote have nothing to say; of records and operators the compiler writes some itself.
    private static bool IsWritten(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => constructor.GetParameters().Length > 0,
        MethodInfo method => !method.IsSpecialName && !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)) && method.Name[0] != '<',
        Type => false,
        _ => true,
    };

    private static string DocumentationId(MemberInfo member) => member switch
    {
        Type type => "T:" + Name(type),
        ConstructorInfo => $"M:{Name(member.DeclaringType!)}.#ctor",
        MethodInfo { IsGenericMethod: true } method => $"M:{Name(member.DeclaringType!)}.{method.Name}``{method.GetGenericArguments().Length}",
        MethodInfo => $"M:{Name(member.DeclaringType!)}.{member.Name}",
        PropertyInfo => $"P:{Name(member.DeclaringType!)}.{member.Name}",
        FieldInfo => $"F:{Name(member.DeclaringType!)}.{member.Name}",
        _ => $"E:{Name(member.DeclaringType!)}.{member.Name}",
    };

    private static string Name(Type type) => type.FullName!.Replace('+', '.');
}
