import type { Command } from 'commander'
import { Option } from 'commander'
import { PIN_KINDS } from '../ai/proxy/pin/pin-entry.ts'
import { actorOption, jsonOption, languageOption } from './common-options.ts'

/** `noroshi ai mcp-proxy` and `noroshi ai pins`: between agents and the servers of their tools. */
export function addProxyCommands(ai: Command, exitWith: (code: number) => void): void {
  ai.command('mcp-proxy')
    .description('stand between an agent and the program of an MCP server: pin its tools, judge calls and results, write both down')
    .argument('<name>', 'what the server is called: of gateway.servers in noroshi.yaml, or any name with a program behind it')
    .argument('[program...]', 'behind --: the program and its arguments, instead of what noroshi.yaml says')
    .option('--as <application>', 'who asks, for the records (default: your user name)')
    .addHelpText('after', `
Give it to the agent in the place of the server's program. Tools are known by the hash of what they say of themselves: one that changes is not offered until a person
accepts it (noroshi ai pins). Calls with secrets, with addresses of your own network and with dangerous commands are refused; results that give orders are withheld.
Where the server's policy says ask, a person decides: in the console of the running noroshi up, or with noroshi ai question. Where none runs, that is refused.
Records go to gateway/mcp-NAME.jsonl in the data folder, which noroshi up follows. noroshi.yaml is read beside the program or where --config says, never in the folder that an agent works in. Servers and agents over HTTP are reached through noroshi ai gateway.
Exit code: that of the program; 2 wrong usage.

Examples:
  noroshi ai mcp-proxy files -- npx -y @modelcontextprotocol/server-filesystem@2026.7.10 /srv/notes
  {"mcpServers": {"files": {"command": "/opt/noroshi/noroshi", "args": ["ai", "mcp-proxy", "files", "--config", "/etc/noroshi.yaml"]}}}`)
    .action(async (name: string, program: string[], _, command: Command) => exitWith(await (await import('./ai-mcp-proxy.ts')).aiMcpProxy(name, program, command.optsWithGlobals())))
  const pins = ai.command('pins').description('what servers say of their tools, as it was accepted').exitOverride()
  pins.command('list')
    .description('what was accepted, by whom, and what waits')
    .argument('[server]', 'only of this server')
    .option('--waiting', 'only what waits for a person')
    .addOption(languageOption()).addOption(jsonOption())
    .addHelpText('after', '\nExit code: 0 nothing waits, 1 something waits, 2 wrong usage.')
    .action(async (server: string | undefined, _, command: Command) => exitWith((await import('./ai-pins.ts')).aiPinsList(server, command.optsWithGlobals())))
  pins.command('accept')
    .description('let a server say what it says now: these words and no others')
    .argument('<server>', 'as noroshi ai pins list calls it')
    .argument('[name...]', 'tools, or whatever waits')
    .option('--all', 'all that waits')
    .addOption(new Option('--kind <kind>', 'only what is of this kind').choices(PIN_KINDS))
    .option('--hash <beginning>', 'only the description with this hash, as it was looked at')
    .addOption(actorOption()).addOption(languageOption())
    .addHelpText('after', '\nWho accepted what, and when, stands in gateway/pins/SERVER.jsonl in the data folder.\nExit code: 0 done, 2 wrong usage.')
    .action(async (server: string, names: string[], _, command: Command) => exitWith((await import('./ai-pins.ts')).aiPinsAccept(server, names, command.optsWithGlobals())))
}
