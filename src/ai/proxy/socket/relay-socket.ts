import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { messageOf } from '../../../platform/noroshi-error.ts'
import type { Json } from '../../gateway/protocol/protocol.ts'
import { END_MS } from '../defaults.ts'
import type { Passage, Sender } from '../passage.ts'
import { RpcRelay } from '../rpc-relay.ts'
import { CLOSE, closeFrame, FrameError, FrameReader, frameOf, OPCODE } from './frames.ts'
import type { OpenedSocket } from './handshake.ts'

/** Judges the messages of a WebSocket both ways, each put together from its frames, until one side ends it. */
export async function relaySocket(agent: Duplex, agentHead: Buffer, { socket: server, head }: OpenedSocket, passage: Passage, sender: Sender): Promise<void> {
  const relay = new RpcRelay({
    passage, sender, toAgent: message => say(agent, message, 'client'), toServer: message => say(server, message, 'server'),
  })
  const fromAgent = messages(agent, agentHead, 'client', text => relay.fromAgent(text))
  const fromServer = messages(server, head, 'server', text => relay.fromServer(text))
  const end = await Promise.race([fromAgent.then(code => ({ code, by: 'agent' as const })), fromServer.then(code => ({ code, by: 'server' as const }))])
  if (end.by === 'server') await relay.serverGone('the server ended the connection')
  else await relay.agentGone()
  await Promise.all([closed(agent, end.code, 'client'), closed(server, end.code, 'server')])
  await Promise.all([fromAgent, fromServer])
}

/** Says that it ends, and waits a while until the other side has read so. */
async function closed(side: Duplex, code: number, to: 'client' | 'server'): Promise<void> {
  if (side.destroyed) return
  const gone = once(side, 'close').catch(() => {})
  side.resume()
  if (side.writable) side.end(closeFrame(code, to))
  side.once('end', () => side.destroy())
  const patience = setTimeout(() => side.destroy(), END_MS)
  await gone
  clearTimeout(patience)
}

/** @returns the code with which it ended */
async function messages(socket: Duplex, head: Buffer, from: 'client' | 'server', take: (text: string) => Promise<void>): Promise<number> {
  const reader = new FrameReader(from)
  try {
    for (const block of head.length === 0 ? [] : [head]) {
      const code = await taken(block)
      if (code !== null) return code
    }
    // The end is still to be said: the socket is not destroyed here.
    for await (const block of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const code = await taken(block)
      if (code !== null) return code
    }
    return CLOSE.broken
  } catch (cause) {
    return cause instanceof FrameError ? cause.code : CLOSE.broken
  }

  async function taken(block: Buffer): Promise<number | null> {
    for (const message of reader.push(block)) {
      if (message.kind === 'close') return message.code
      if (message.kind === 'ping') socket.write(frameOf(OPCODE.pong, message.payload, from))
      else await take(message.text)
    }
    return null
  }
}

async function say(socket: Duplex, message: Json, to: 'client' | 'server'): Promise<void> {
  if (socket.destroyed || !socket.writable) return
  const frame = frameOf(OPCODE.text, Buffer.from(JSON.stringify(message)), to)
  if (!socket.write(frame)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch((cause: unknown) => messageOf(cause))
}
