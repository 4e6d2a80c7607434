import { chmodSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Log } from '../../platform/log.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { socketFolder } from '../../store/postgres/socket-folder.ts'
import type { ControlFrame, ControlRequest } from './control-protocol.ts'
import { CONTROL_SOCKET, controlRequestSchema, MOST_REQUEST_BYTES } from './control-protocol.ts'

/** A stream that a command writes to, with what is known of where it goes. */
export type CommandStream = Writable & { readonly columns: number | undefined; readonly isTTY: boolean }

/** The person who asked, as a command sees them. */
export interface CommandCaller {
  readonly stdout: CommandStream
  readonly stderr: CommandStream
  /** Aborted when they have gone away: for commands that only answer. */
  readonly gone: AbortSignal
}

/** Does what a command does; answers its exit code. */
export type RunCommand = (request: ControlRequest, caller: CommandCaller) => Promise<number>

/** Where the socket lies: in the run folder, or where that path is too long for a socket, in a private folder of the same user. */
export async function controlSocketPath(runFolder: string): Promise<string> {
  return join(await socketFolder(runFolder, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }), CONTROL_SOCKET)
}

/**
 * Lets other processes of this user run commands in this one, which holds the data folder. Who can reach the socket is decided by the
 * file system: its folder and it are private.
 *
 * @throws NoroshiError `listen-failed`
 */
export async function openControlSocket(runFolder: string, run: RunCommand, log: Log): Promise<{ close(): Promise<void> }> {
  const path = await controlSocketPath(runFolder)
  // Left by a process that was killed; the data folder's lock says that nobody else is using it.
  rmSync(path, { force: true })
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => {})
    void serve(socket, run, log)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause => reject(new NoroshiError('listen-failed', `cannot listen on ${path}: ${messageOf(cause)}`, { cause })))
    server.listen(path, resolve)
  })
  chmodSync(path, 0o600)
  return {
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

async function serve(socket: Socket, run: RunCommand, log: Log): Promise<void> {
  try {
    const request = controlRequestSchema.parse(JSON.parse(await firstLine(socket)))
    log('info', 'command', { command: request.command })
    const gone = new AbortController()
    socket.once('close', () => gone.abort())
    const stream = (name: 'stdout' | 'stderr') => commandStream(socket, text => (name === 'stdout' ? { stdout: text } : { stderr: text }), request)
    const stdout = stream('stdout')
    const stderr = stream('stderr')
    const exit = await run(request, { stdout, stderr, gone: gone.signal })
    // What a slow reader has not taken yet is still in them.
    await Promise.all([ended(stdout), ended(stderr)])
    send(socket, { exit })
    socket.end()
  } catch (cause) {
    log('error', 'command failed', { cause: messageOf(cause) })
    socket.destroy()
  }
}

/** What follows it is thrown away. */
function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    const blocks: Buffer[] = []
    let bytes = 0
    socket.on('data', (block: Buffer) => {
      const end = block.indexOf(0x0a)
      bytes += block.length
      if (bytes > MOST_REQUEST_BYTES) {
        socket.destroy()
        return
      }
      blocks.push(end === -1 ? block : block.subarray(0, end))
      if (end !== -1) resolve(Buffer.concat(blocks.splice(0)).toString('utf8'))
    })
    socket.once('close', () => reject(new Error('the connection was closed before it said what it wants')))
  })
}

function commandStream(socket: Socket, frame: (text: string) => ControlFrame, { terminal }: ControlRequest): CommandStream {
  const decoder = new TextDecoder()
  const writable = new Writable({
    write(block: Buffer, _, done) {
      // A person who has gone away does not stop what they asked for.
      if (!socket.writable || send(socket, frame(decoder.decode(block, { stream: true })))) return done()
      const go = () => {
        socket.off('drain', go).off('close', go)
        done()
      }
      socket.on('drain', go).on('close', go)
    },
  })
  return Object.assign(writable, { columns: terminal.columns, isTTY: terminal.isTTY })
}

/** When all that was written is on its way. */
function ended(stream: Writable): Promise<void> {
  return new Promise(resolve => stream.end(resolve))
}

function send(socket: Socket, frame: ControlFrame): boolean {
  return socket.write(`${JSON.stringify(frame)}\n`)
}
