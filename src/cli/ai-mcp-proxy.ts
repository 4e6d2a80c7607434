import { join } from 'node:path'
import { userInfo } from 'node:os'
import { openGuard } from '../ai/index.ts'
import { FileExceptions } from '../ai/gateway/exception/file-exceptions.ts'
import { FileAudit } from '../ai/gateway/audit/file-audit.ts'
import { Conversation } from '../ai/proxy/conversation.ts'
import { openPassage } from '../ai/proxy/open-passage.ts'
import type { ProxiedServer } from '../ai/proxy/server.ts'
import { proxiedServers, unconfiguredServer } from '../ai/proxy/servers-of.ts'
import { stdioProxy } from '../ai/proxy/stdio-proxy.ts'
import { dataFolderPath, readConfiguration } from '../platform/config/read-configuration.ts'
import { makeDataFolder } from '../platform/data-folder.ts'
import { logTo } from '../platform/log.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { ServedDesk } from './served-desk.ts'
import { ServedExceptions } from './served-exceptions.ts'
import type { CommonOptions } from './settings.ts'

export interface McpProxyOptions extends CommonOptions {
  readonly as?: string
}

/** The clone: where noroshi.yaml is looked for. */
const HOME = join(import.meta.dirname, '../..')

/** `noroshi ai mcp-proxy`: stands between an agent and the program of an MCP server until one of them goes. */
export async function aiMcpProxy(name: string, words: readonly string[], options: McpProxyOptions): Promise<number> {
  // An agent starts this in whatever folder it works in; a noroshi.yaml there is not ours to obey.
  const settings = readConfiguration(options.config === undefined ? { folders: [HOME] } : { named: options.config })
  const { gateway } = settings
  const { server, command } = serverOf(name, words, gateway?.servers.find(each => each.name === name)?.command, gateway === undefined ? [] : proxiedServers(gateway))
  const data = makeDataFolder(dataFolderPath(options.data, settings))
  const folder = join(data.path, 'gateway')
  const audit = await FileAudit.open(join(folder, `mcp-${server.name}.jsonl`))
  const all = gateway === undefined ? [server] : [server, ...proxiedServers(gateway).filter(each => each.name !== server.name)]
  const log = logTo(process.stderr)
  const fromFile = new FileExceptions(join(folder, 'exceptions.jsonl'), log)
  const exceptions = await ServedExceptions.open(data, fromFile, log)
  const { passage } = openPassage(openGuard(), server, folder, all, { audit, exceptions, desk: new ServedDesk(data), log })
  // Asked to stop, it ends as it does when the agent goes: the server first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.stdin.destroy())
  try {
    return await stdioProxy({
      command, environment: withoutOurs(process.env), passage, sender: { application: options.as ?? userInfo().username, client: '', conversation: new Conversation() }, input: process.stdin, output: process.stdout,
    })
  } finally {
    await exceptions.close()
    fromFile.close()
    await audit.close()
  }
}

function serverOf(name: string, words: readonly string[], configured: readonly string[] | undefined, known: readonly ProxiedServer[]): { readonly server: ProxiedServer; readonly command: readonly string[] } {
  if (!/^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)) throw new NoroshiError('usage', `${name}: a name may hold small letters, digits, - and _; at most 63`)
  const server = known.find(each => each.name === name)
  const command = words.length > 0 ? words : configured
  if (command !== undefined) return { server: server ?? unconfiguredServer(name), command }
  if (server !== undefined) throw new NoroshiError('usage', `${name} is asked over HTTP: run noroshi ai gateway and give the agent http://127.0.0.1:8445/${server.protocol}/${name}`)
  throw new NoroshiError('usage', `noroshi.yaml names no server ${name} under gateway.servers (it is read beside the program, or where --config says); or say its program: noroshi ai mcp-proxy ${name} -- PROGRAM …`)
}

/** What the launcher set for itself is not the server's. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, ...rest } = environment
  return rest
}
