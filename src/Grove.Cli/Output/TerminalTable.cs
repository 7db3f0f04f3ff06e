using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grove.Cli.Output;

/// <summary>Tables and trees on a terminal. No text is cut: what does not fit side by side is put below each other.</summary>
internal sealed class TerminalTable(Surroundings around)
{
    private static readonly Style Head = new(decoration: Decoration.Bold);
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private const int Gap = 2;

    public void Write(IReadOnlyList<JsonElement> rows, Column[] columns)
    {
        var cells = rows.Select(row => columns.Select(column => SafeText.Line(column.Of(row))).ToArray()).ToList();
        // Ids and times in pieces are of no use; a table that would break them is written as blocks.
        var narrowest = columns.Select((column, index) => cells.Select(row => row[index]).Append(column.Title).Max(LongestWord)).Sum(width => width + Gap);
        if (narrowest > around.Width) Blocks(columns, cells);
        else Table(columns, cells);
    }

    public void Write(IReadOnlyList<(string Name, string Value)> members)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(Gap)).AddColumn(new GridColumn().PadRight(0));
        foreach (var (name, value) in members) grid.AddRow(new Text(SafeText.Line(name), Faint), new Text(SafeText.Line(value)));
        Render(grid);
    }

    /// <summary>What is drawn, onto standard output.</summary>
    public void Render(IRenderable drawn)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = around.Colors ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = around.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(around.Out),
        });
        console.Profile.Width = around.Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(drawn);
    }

    private void Table(Column[] columns, List<string[]> cells)
    {
        var table = new Table().NoBorder();
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column.Title.ToUpperInvariant(), Head)).PadLeft(0).PadRight(Gap));
        foreach (var row in cells) table.AddRow(row.Select(cell => new Text(cell)));
        Render(table);
    }

    private void Blocks(Column[] columns, List<string[]> cells)
    {
        foreach (var row in cells)
        {
            Write([.. columns.Select((column, index) => (column.Title, row[index]))]);
            around.Out.Write('\n');
        }
    }

    private static int LongestWord(string text) => text.Split(' ').Max(static word => word.GetCellWidth());
}

file static class Widths
{
    /// <summary>Columns of a terminal that a text takes.</summary>
    public static int GetCellWidth(this string text) => new Segment(text).CellCount();
}
