import type { Command } from 'commander'
import { Option } from 'commander'
import { languageOption } from './common-options.ts'

/** What agents on this machine are allowed and told. */
export function addScanCommand(ai: Command, exitWith: (code: number) => void): void {
  ai.command('scan')
    .description('check the configuration of agents: MCP servers, permissions, hooks, skills with their scripts, and rules; offline')
    .argument('<path...>', 'files, or folders that are looked through for such files')
    .addOption(languageOption())
    .addOption(new Option('--json', 'JSON lines instead of text: {file, kind, unread} of each file, {file, place, severity, check, reason, mend} of each finding'))
    .addHelpText('after', `
Reads the settings of Claude Code and Desktop (.claude/settings.json, settings.local.json, .mcp.json, .claude.json), Codex (.codex/config.toml, hooks, agents), VS Code
(.vscode/settings.json, mcp.json, *.code-workspace, devcontainer.json), Cursor, Windsurf, Cline, Roo Code, Gemini CLI and Qwen Code (.gemini/), Continue, Goose, OpenCode,
Crush, Zed, Kiro, Amazon Q, Copilot, Junie and Aider; as instructions CLAUDE.md, AGENTS.md, GEMINI.md, SKILL.md, commands, agents, rules and prompts of these; and the
scripts that lie beside a skill or that hooks run. A file that is named is read whatever it is called.

Finds secrets that are written out, programs that are fetched in any version or run through a shell, containers and servers that reach the whole machine, addresses without
TLS, permissions by which nobody is asked, sandboxes that are open, descriptions of tools that give orders, hidden text and orders in skills and rules, and scripts that run
what they fetch, read secrets or send them out. Says which files it looked at, and of which it knows and could not read them, and why. A link that leads out of a folder is
not followed. Nothing is run or fetched.
Exit code: 0 nothing grave, 1 something grave or a file that could not be read, 2 wrong usage.

Examples:
  noroshi ai scan ~/.claude.json ~/.codex/config.toml .mcp.json
  noroshi ai scan . --json | jq 'select(.severity == "high")'`)
    .action(async (paths, _, command: Command) => exitWith((await import('./ai-scan.ts')).aiScan(paths, command.optsWithGlobals())))
}
