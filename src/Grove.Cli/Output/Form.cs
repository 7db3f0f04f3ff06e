namespace Grove.Cli.Output;

/// <summary>How answers are shown.</summary>
internal enum Form
{
    /// <summary>Tables, with colours on a terminal; columns separated by tabs elsewhere.</summary>
    People,

    /// <summary>The API's JSON as it came.</summary>
    Json,

    /// <summary>Ids only.</summary>
    Quiet,
}
