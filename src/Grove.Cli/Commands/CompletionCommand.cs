using System.CommandLine;

namespace Grove.Cli.Commands;

/// <summary><c>grove completion SHELL</c>: a script that lets the shell ask <c>grove</c> itself, by its <c>[suggest]</c> directive.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] =
            """
            # grove completion for bash: source <(grove completion bash)
            _grove() {
              local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
              local IFS=$'\n'
              # Words that bash takes apart at a colon or an equals sign are completed after it.
              COMPREPLY=($(compgen -W "$(grove "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
            }
            complete -o default -F _grove grove
            """,
        ["zsh"] =
            """
            #compdef grove
            # grove completion for zsh: source <(grove completion zsh)
            _grove() {
              local line="${BUFFER[1,CURSOR]}"
              local -a found
              found=("${(@f)$(grove "[suggest:${#line}]" "$line" 2>/dev/null)}")
              [[ -n $found ]] && compadd -- "${found[@]}" || _files
            }
            compdef _grove grove
            """,
        ["fish"] =
            """
            # grove completion for fish: grove completion fish | source
            function __grove
              set -l line (commandline -cp)
              grove "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c grove -f -a '(__grove)'
            """,
        ["pwsh"] =
            """
            # grove completion for PowerShell: grove completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName grove -ScriptBlock {
              param($word, $ast, $position)
              $line = $ast.ToString().PadRight($position)
              grove "[suggest:$position]" $line 2>$null | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Of(Surroundings around)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print what makes a shell complete the words of grove") { shell };
        command.SetAction(parsed => around.Out.Write(Scripts[parsed.GetValue(shell)!] + "\n"));
        return command;
    }
}
