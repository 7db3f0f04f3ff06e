using Grove.Server.Storage;
using Xunit;

namespace Grove.Tests.Storage;

public class DatabaseUrlTests
{
    [Fact]
    public void A_file_and_the_private_database_are_sqlite()
    {
        Assert.Equal("a/b.db", Parse<SqliteUrl>("sqlite:a/b.db").Path);
        Assert.Null(Parse<SqliteUrl>("sqlite::memory:").Path);
    }

    [Fact]
    public void Every_part_of_a_postgres_address_is_read()
    {
        var url = Parse<PostgresUrl>(
            "postgres://gr%40ve:p%2Fa%3Ass%25@one:5433,two,[::1]:6000/na%20me?sslmode=verify-full&sslrootcert=%2Fca.pem&pool=7&prepare=off");
        Assert.Equal(("gr@ve", "p/a:ss%", "na me"), (url.User, url.Password, url.Name));
        Assert.Equal([new PostgresHost("one", 5433), new PostgresHost("two", 5432), new PostgresHost("::1", 6000)], url.Hosts);
        Assert.Equal((PostgresSslMode.VerifyFull, "/ca.pem", 7, false), (url.SslMode, url.SslRootCertificate, url.Pool, url.Prepare));
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var url = Parse<PostgresUrl>("postgres://grove@host/grove");
        Assert.Null(url.Password);
        Assert.Equal((PostgresSslMode.Prefer, 30, true, 5432), (url.SslMode, url.Pool, url.Prepare, url.Hosts[0].Port));
    }

    [Theory]
    [InlineData("", "it must begin with sqlite: or postgres://")]
    [InlineData("mysql://u:p@h/n", "it must begin with sqlite: or postgres://")]
    [InlineData("sqlite:", "after sqlite: comes the path of a file, or :memory:")]
    [InlineData("sqlite:dir/", "the path after sqlite: must name a file, not a directory")]
    [InlineData("sqlite://x.db", "sqlite: takes a path, not a URL: sqlite:/var/lib/grove.db")]
    [InlineData("postgres://u:p@h", "the name of the database is missing after the host")]
    [InlineData("postgres://:p@h/n", "the user is missing before the host")]
    [InlineData("postgres://u:p@/n", "a host is missing or malformed")]
    [InlineData("postgres://u:p@[::1/n", "a host is missing or malformed")]
    [InlineData("postgres://u:p@h:0/n", "a port is not a number from 1 to 65535")]
    [InlineData("postgres://u:p%zz@h/n", "the password has a % that is not followed by two hexadecimal digits")]
    [InlineData("postgres://u:p@h/n?sslmode=yes", "the parameter sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgres://u:p@h/n?pool=0", "the parameter pool must be a number from 1 to 1000")]
    [InlineData("postgres://u:p@h/n?prepare=maybe", "the parameter prepare must be on or off")]
    [InlineData("postgres://u:p@h/n?prepare=on&prepare=on", "the parameter prepare is there twice")]
    [InlineData("postgres://u:p@h/n?timeout=5", "the parameter timeout is unknown; known are sslmode, sslrootcert, pool and prepare")]
    public void A_fault_is_told_in_words(string text, string fault)
    {
        Assert.False(DatabaseUrl.TryParse(text, out var url, out var faults));
        Assert.Null(url);
        Assert.Equal(fault, Assert.Single(faults));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        Assert.False(DatabaseUrl.TryParse("postgres://:p@h:x/?a=1&pool=z", out _, out var faults));
        Assert.Equal(5, faults.Count);
    }

    [Theory]
    [InlineData("postgres://u:SECRET@h")]
    [InlineData("postgres://u:SECRET")]
    [InlineData("postgres://u:SECRET/n")]
    [InlineData("postgres://u:SEC@RET@h/n")]
    [InlineData("postgres://u:SEC/RET@h/n")]
    [InlineData("postgres://u:SEC?RET=1@h/n")]
    [InlineData("postgres://u:SEC?RET=1&pool=RET@h/n")]
    [InlineData("postgres://u:SEC#RET@h/n?x=1")]
    [InlineData("postgres://u:SEC@RET/x?RET@h/n")]
    [InlineData("postgres://u:SEC%@h/n")]
    [InlineData("postgres://u:SEC%00RET@h:z/n?y=RET")]
    [InlineData("postgre://u:SECRET@h/n")]
    [InlineData("sqlite://u:SECRET@h/n")]
    public void A_password_is_never_in_a_fault(string text)
    {
        Assert.False(DatabaseUrl.TryParse(text, out _, out var faults));
        Assert.All(faults, fault => Assert.False(fault.Contains("SEC", StringComparison.Ordinal) || fault.Contains("RET", StringComparison.Ordinal), fault));
    }

    [Fact]
    public void A_password_is_not_in_the_printed_address() =>
        Assert.Equal("postgres://one:5432,two:99/n", Parse<PostgresUrl>("postgres://u:SECRET@one,two:99/n").ToString());

    [Theory]
    [InlineData("PostgreSQL 15.13 (Debian 15.13-0+deb12u1) on x86_64-pc-linux-gnu", "150013", "UTF8", null)]
    [InlineData("PostgreSQL 18beta1 on x86_64-pc-linux-gnu", "180000", "UTF8", null)]
    [InlineData("PostgreSQL 14.9 on x86_64", "140009", "UTF8", "Grove needs 15 or newer")]
    [InlineData("PostgreSQL 15.2-YB-2.25.1.0-b0 on x86_64", "150002", "UTF8", "another engine")]
    [InlineData("CockroachDB CCL v23.1.0 (x86_64-pc-linux-gnu)", "130000", "UTF8", "another engine")]
    [InlineData("PostgreSQL 15.13 on x86_64", "150013", "SQL_ASCII", "Grove needs UTF8")]
    public void Only_PostgreSQL_itself_is_accepted(string version, string number, string encoding, string? words)
    {
        var refusal = PostgresSource.Refusal(version, number, encoding);
        if (words is null) Assert.Null(refusal);
        else Assert.Contains(words, refusal, StringComparison.Ordinal);
    }

    private static T Parse<T>(string text)
        where T : class
    {
        Assert.True(DatabaseUrl.TryParse(text, out var url, out var faults), string.Join("; ", faults));
        Assert.Empty(faults);
        return Assert.IsType<T>(url);
    }
}
