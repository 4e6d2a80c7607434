import { openGuard } from '../ai/index.ts'
import { apiAt } from '../ai/mcp/ask-api.ts'
import { serveLines } from '../ai/mcp/serve-lines.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { version } from './version.ts'

export interface McpOptions {
  readonly server: string
  readonly tokenVariable: string
}

/** `noroshi ai mcp`: answers an assistant over standard input and output until it goes. */
export async function aiMcp({ server, tokenVariable }: McpOptions): Promise<number> {
  const token = process.env[tokenVariable] ?? ''
  if (token === '') throw new NoroshiError('usage', `the variable ${tokenVariable} holds no token: make one for reading in the console, under your name`)
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) throw new NoroshiError('usage', `--server ${server}: give an address like http://127.0.0.1:8443`)
  await serveLines({ guard: openGuard(), version: version(), ask: apiAt(new URL(server).origin, token) }, process.stdin, process.stdout)
  return 0
}
