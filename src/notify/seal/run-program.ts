import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { TRY_MS } from '../defaults.ts'

/** A program of the system for one piece of work. */
export interface ProgramCall {
  readonly program: string
  readonly args: readonly string[]
  /** To its standard input. */
  readonly input?: Buffer | string
  /** To its file descriptor 3, for what must not be seen among its arguments. */
  readonly secret?: string
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * Runs a program without a shell and gives what it wrote.
 *
 * @throws Error when it is not there, takes too long, writes too much or ends otherwise than with 0; with what it last said, never with its input
 */
export function runProgram({ program, args, input = '', secret, environment = {} }: ProgramCall): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      stdio: secret === undefined ? ['pipe', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe', 'pipe'], timeout: TRY_MS, killSignal: 'SIGKILL',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...environment },
    })
    const written: Buffer[] = []
    let bytes = 0
    let said = ''
    child.stdout?.on('data', (block: Buffer) => {
      bytes += block.length
      written.push(block)
      if (bytes > MOST_BYTES) child.kill('SIGKILL')
    })
    child.stderr?.on('data', (block: Buffer) => { said = `${said}${block.toString('utf8')}`.slice(-SAID_LENGTH) })
    child.once('error', cause => reject(new Error(`${program} cannot be run: ${cause.message}`, { cause })))
    child.once('close', code => {
      if (code === 0) resolve(Buffer.concat(written))
      else reject(new Error(`${program} ended with ${code ?? 'a signal'}: ${said.replaceAll(/\s+/g, ' ').trim()}`))
    })
    feed(child.stdin, input)
    const [, , , third] = child.stdio
    if (secret !== undefined && third !== null && third !== undefined && 'end' in third) feed(third, secret)
  })
}

/** Bytes of what is sealed: mails of some megabytes, thrice. */
const MOST_BYTES = 64_000_000

/** UTF-16 units of its last words. */
const SAID_LENGTH = 500

/** A program that ends early does not read on; its end tells. */
function feed(stream: Writable | null, bytes: Buffer | string): void {
  stream?.on('error', () => {})
  stream?.end(bytes)
}
