import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import { lockOwner } from '../platform/data-folder-lock.ts'
import type { ControlRequest } from '../server/control/control-protocol.ts'
import { controlFrameSchema } from '../server/control/control-protocol.ts'
import { controlSocketPath } from '../server/control/control-socket.ts'
import type { ServedArguments, ServedCommand } from './served-commands.ts'
import { SERVED_COMMANDS } from './served-commands.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, dataPathsOf } from './settings.ts'
import { writeLines } from './write-lines.ts'

/**
 * Runs a command in the server that holds the data folder when one runs, else in this process.
 *
 * @throws NoroshiError `server-lost` when the server goes away meanwhile, and what the command throws here
 */
export async function runServedOrHere<Name extends ServedCommand>(command: Name, given: ServedArguments<Name>): Promise<number> {
  const { config, data } = optionsSchema.parse(given.at(-1))
  const options: CommonOptions = { ...(config === undefined ? {} : { config }), ...(data === undefined ? {} : { data }) }
  const socket = await connectServer(dataPathsOf(options))
  if (socket !== null) return follow(socket, { command, arguments: withActor(given), terminal: { columns: process.stdout.columns, isTTY: process.stdout.isTTY === true && process.stderr.isTTY === true } })
  const run: (...given: readonly unknown[]) => Promise<number> = await SERVED_COMMANDS[command]() as never
  return run(...given)
}

/** What a command of the server that holds the data folder writes; null when none runs, or it has gone away meanwhile. */
export async function answerOfServer<Name extends ServedCommand>(command: Name, given: ServedArguments<Name>, folder: DataPaths): Promise<string | null> {
  const written: string[] = []
  const exit = await linesOfServer(command, given, folder, { line: line => void written.push(`${line}\n`) })
  return exit === null ? null : written.join('')
}

/**
 * Gives the lines that a command of the server that holds the data folder writes, as they come.
 *
 * @param gone ends the command
 * @returns its exit code; null when none runs, or it has gone away meanwhile
 */
export async function linesOfServer<Name extends ServedCommand>(
  command: Name, given: ServedArguments<Name>, folder: DataPaths, { line, gone }: { line(line: string): void; readonly gone?: AbortSignal },
): Promise<number | null> {
  const socket = await connectServer(folder)
  if (socket === null) return null
  const leave = () => socket.destroy()
  if (gone?.aborted === true) leave()
  gone?.addEventListener('abort', leave, { once: true })
  let rest = ''
  const take = async (text: string) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const each of lines) line(each)
  }
  try {
    return await follow(socket, { command, arguments: withActor(given), terminal: { isTTY: false } }, { stdout: take, stderr: async () => {} })
  } catch (cause) {
    if (cause instanceof NoroshiError) return null
    throw cause
  } finally {
    gone?.removeEventListener('abort', leave)
  }
}

const optionsSchema = z.looseObject({ config: z.string().optional(), data: z.string().optional() })

/** Null when no server has the data folder. */
async function connectServer({ path, run }: DataPaths): Promise<Socket | null> {
  if (lockOwner(path) === null) return null
  const address = await controlSocketPath(run)
  return new Promise(resolve => {
    const socket = connect(address)
    // Later its end tells the same.
    socket.once('connect', () => resolve(socket)).on('error', () => resolve(null))
  })
}

/** Who asks is who sits here. */
function withActor(given: readonly unknown[]): unknown[] {
  const options = given.at(-1)
  const actor = typeof options === 'object' && options !== null && 'actor' in options && typeof options.actor === 'string' ? options.actor : undefined
  return [...given.slice(0, -1), { ...Object(options), actor: actorOf(actor) }]
}

/** Shows what the command writes, as fast as our streams take it: a slow reader of ours slows the server's command. */
async function follow(socket: Socket, request: ControlRequest, shown: Shown = { stdout: text => writeLines(process.stdout, [text]), stderr: text => writeLines(process.stderr, [text]) }): Promise<number> {
  socket.write(`${JSON.stringify(request)}\n`)
  for await (const line of createInterface({ input: Readable.from(blocksOf(socket)) })) {
    const frame = controlFrameSchema.parse(JSON.parse(line))
    if ('exit' in frame) {
      socket.end()
      return frame.exit
    }
    await ('stdout' in frame ? shown.stdout(frame.stdout) : shown.stderr(frame.stderr))
  }
  throw new NoroshiError('server-lost', 'the server that held the data folder went away')
}

interface Shown {
  stdout(text: string): Promise<void>
  stderr(text: string): Promise<void>
}

/** A connection that breaks has ended. */
async function* blocksOf(socket: Socket): AsyncGenerator<Buffer> {
  try {
    yield* socket
  } catch {
    // What is missing is told by the frame that never came.
  }
}
