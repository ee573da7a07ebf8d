import type { CommandRule } from "./command-rule.ts";
import { COMMON_OPTIONS } from "./common-options.ts";

/** The shells that completion is made for. */
export type Shell = "bash" | "fish" | "zsh";

/** True for one of them. */
export function isShell(name: string): name is Shell {
  return name === "bash" || name === "fish" || name === "zsh";
}

/** A script for the shell that completes the commands, what follows them, and their options. */
export function printCompletion(shell: Shell, commands: readonly CommandRule[]): string {
  switch (shell) {
    case "bash":
      return bash(commands);
    case "zsh":
      return `#compdef icn-mesh\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case "fish":
      return fish(commands);
  }
}

function bash(commands: readonly CommandRule[]): string {
  const cases = commands.map(({ words, options = [] }) => {
    const all = [...options, ...COMMON_OPTIONS].map(({ name }) => `--${name}`).join(" ");
    return `    "${words}"*) options="${all}" ;;`;
  });
  const groups = [...seconds(commands)].map(
    ([first, names]) => `    "${first}") next="${names.join(" ")}" ;;`,
  );
  return `_icn_mesh() {
  local word="\${COMP_WORDS[COMP_CWORD]}" line="\${COMP_WORDS[*]:1:COMP_CWORD-1}" options="" next=""
  case "$line" in
    "") next="${firsts(commands).join(" ")}" ;;
${groups.join("\n")}
  esac
  case "$line" in
${cases.join("\n")}
  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ -n $next ]]; then COMPREPLY=($(compgen -W "$next" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -F _icn_mesh icn-mesh
`;
}

function fish(commands: readonly CommandRule[]): string {
  const lines = commands.flatMap(({ words, says, options = [] }) => {
    const [first = "", second] = words.split(" ");
    const where = second === undefined ? "__fish_use_subcommand" : `"__fish_seen_subcommand_from ${first}"`;
    const seen = `"__fish_seen_subcommand_from ${second ?? first}"`;
    return [
      `complete -c icn-mesh -n ${where} -a ${second ?? first} -d ${quoted(says)}`,
      ...options.map(
        (option) => `complete -c icn-mesh -n ${seen} -l ${option.name} -d ${quoted(option.says)}`,
      ),
    ];
  });
  const groups = [...seconds(commands).keys()].map(
    (first) => `complete -c icn-mesh -n __fish_use_subcommand -a ${first}`,
  );
  return `${[...lines, ...groups].join("\n")}\n`;
}

function firsts(commands: readonly CommandRule[]): readonly string[] {
  return [...new Set(commands.map(({ words }) => words.split(" ")[0] ?? ""))];
}

function seconds(commands: readonly CommandRule[]): ReadonlyMap<string, readonly string[]> {
  const pairs = commands.map(({ words }) => words.split(" ")).filter(({ length }) => length === 2);
  const names = Map.groupBy(pairs, ([first = ""]) => first);
  return new Map([...names].map(([first, each]) => [first, each.map(([, second = ""]) => second)]));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
