import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { lockOwner } from '../platform/data-folder-lock.ts'
import type { ControlRequest } from '../server/control/control-protocol.ts'
import { controlFrameSchema } from '../server/control/control-protocol.ts'
import { controlSocketPath } from '../server/control/control-socket.ts'
import type { ServedArguments, ServedCommand } from './served-commands.ts'
import { SERVED_COMMANDS } from './served-commands.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, dataPathsOf } from './settings.ts'

/**
 * Runs a command in the server that holds the data folder when one runs, else in this process.
 *
 * @throws NoroshiError `server-lost` when the server goes away meanwhile, and what the command throws here
 */
export async function runServedOrHere<Name extends ServedCommand>(command: Name, given: ServedArguments<Name>): Promise<number> {
  const { config, data } = optionsSchema.parse(given.at(-1))
  const options: CommonOptions = { ...(config === undefined ? {} : { config }), ...(data === undefined ? {} : { data }) }
  const socket = await connectServer(options)
  if (socket !== null) return follow(socket, { command, arguments: withActor(given), terminal: { columns: process.stdout.columns, isTTY: process.stdout.isTTY === true && process.stderr.isTTY === true } })
  const run: (...given: readonly unknown[]) => Promise<number> = await SERVED_COMMANDS[command]() as never
  return run(...given)
}

const optionsSchema = z.looseObject({ config: z.string().optional(), data: z.string().optional() })

/** Null when no server has the data folder. */
async function connectServer(options: CommonOptions): Promise<Socket | null> {
  const { path, run } = dataPathsOf(options)
  if (lockOwner(path) === null) return null
  const address = await controlSocketPath(run)
  return new Promise(resolve => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(null))
  })
}

/** Who asks is who sits here. */
function withActor(given: readonly unknown[]): unknown[] {
  const options = given.at(-1)
  const actor = typeof options === 'object' && options !== null && 'actor' in options && typeof options.actor === 'string' ? options.actor : undefined
  return [...given.slice(0, -1), { ...Object(options), actor: actorOf(actor) }]
}

function follow(socket: Socket, request: ControlRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new NoroshiError('server-lost', 'the server that held the data folder went away'))
    socket.once('close', lost).once('error', lost)
    createInterface({ input: socket }).on('line', line => {
      const frame = controlFrameSchema.parse(JSON.parse(line))
      if ('exit' in frame) {
        socket.off('close', lost).end()
        resolve(frame.exit)
        return
      }
      const [stream, text] = 'stdout' in frame ? [process.stdout, frame.stdout] : [process.stderr, frame.stderr]
      // A slow reader of ours slows the server's command.
      if (!stream.write(text)) {
        socket.pause()
        stream.once('drain', () => socket.resume())
      }
    })
    socket.write(`${JSON.stringify(request)}\n`)
  })
}
