using Grove.Server.Organizations;
using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Organizations;

public class ListSqlTests
{
    [Fact]
    public void Dump()
    {
        var text = new OrganizationListSql(new SqliteDialect()).For(ListParts.Parent | ListParts.First, AccessShape.Full).Text;
        File.WriteAllText("/tmp/q.sql", text);
        File.WriteAllText("/tmp/q2.sql", new OrganizationListSql(new PostgresDialect()).For(ListParts.Contains | ListParts.First, AccessShape.Full).Text);
    }
}
