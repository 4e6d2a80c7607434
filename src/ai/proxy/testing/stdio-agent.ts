import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import type { Exceptions } from '../../gateway/exception/exceptions.ts'
import { NO_EXCEPTIONS } from '../../gateway/exception/exceptions.ts'
import { FileAudit } from '../../gateway/audit/file-audit.ts'
import { BUILT_IN_POLICIES } from '../../gateway/policy/policy.ts'
import type { PersonDesk } from '../../gateway/question/questions.ts'
import { QuestionDesk } from '../../gateway/question/questions.ts'
import { openGuard } from '../../judge/guard.ts'
import { Conversation } from '../conversation.ts'
import { openPassage } from '../open-passage.ts'
import type { ProxiedServer } from '../server.ts'
import { stdioProxy } from '../stdio-proxy.ts'

export const SERVER: ProxiedServer = {
  name: 'files', protocol: 'mcp', policy: BUILT_IN_POLICIES.default, pins: 'first-use', unreadable: 'refuse', results: 'withhold', hosts: [], resolves: false, audit: 'texts', confirmed: [], tools: { untrusted: [], private: [], outside: [], third: 'block' },
}

const guard = openGuard()

type Answer = { readonly id?: unknown; readonly method?: string; readonly result?: Record<string, unknown>; readonly error?: { readonly code: number; readonly message: string; readonly data?: Record<string, unknown> } }

export interface StdioAgent {
  readonly folder: string
  readonly auditPath: string
  /** What went wrong in the proxy. */
  readonly logged: readonly string[]
  /** Changes what the server does from now on. */
  script(script: object): void
  ask(method: string, params?: object): Promise<Answer>
  /** @param message a line as it is, or what one says */
  tell(message: object | string): void
  /** What came and answers nothing that was asked. */
  readonly unasked: readonly Answer[]
  /** @returns the exit code of the proxy */
  leave(): Promise<number>
  readonly ended: Promise<number>
}

/** An agent that talks to the scripted server through the proxy: the server is a real process. */
export async function stdioAgent(script: object, { server = SERVER, folder = temporaryFolder({}), all = [server], answerMs = 20_000, desk = new QuestionDesk({ most: 0 }), exceptions = NO_EXCEPTIONS }: {
  readonly server?: ProxiedServer
  readonly folder?: string
  readonly all?: readonly ProxiedServer[]
  readonly answerMs?: number
  readonly desk?: PersonDesk
  readonly exceptions?: Exceptions
} = {}): Promise<StdioAgent> {
  const file = join(folder, `${server.name}.json`)
  const write = (next: object) => writeFileSync(file, JSON.stringify(next))
  write(script)
  const input = new PassThrough()
  const output = new PassThrough()
  const auditPath = join(folder, 'gateway', 'mcp.jsonl')
  const logged: string[] = []
  const audit = await FileAudit.open(auditPath)
  const { passage } = openPassage(guard, server, join(folder, 'gateway'), all, { audit, exceptions, desk, log: (level, happening) => void logged.push(`${level} ${happening}`) })
  const ended = stdioProxy({
    command: [process.execPath, fileURLToPath(new URL('scripted-mcp-server.ts', import.meta.url)), file], environment: process.env, passage, sender: { application: 'agent', client: '', conversation: new Conversation() }, input, output, answerMs,
  }).finally(() => audit.close())
  const waiting = new Map<unknown, (answer: Answer) => void>()
  const unasked: Answer[] = []
  let rest = ''
  output.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const answer = JSON.parse(line) as Answer
      const resolve = answer.method === undefined ? waiting.get(answer.id) : undefined
      if (resolve === undefined) unasked.push(answer)
      else resolve(answer)
    }
  })
  let last = 0
  const tell = (message: object | string) => void input.write(`${typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  return {
    folder, auditPath, logged, script: write, tell, unasked, ended,
    ask(method, params = {}) {
      const id = ++last
      const answer = new Promise<Answer>(resolve => waiting.set(id, resolve))
      tell({ id, method, params })
      return answer
    },
    leave() {
      input.end()
      return ended
    },
  }
}
