import type { IncomingMessage } from 'node:http'
import { MOST_BODY_BYTES } from '../defaults.ts'

/**
 * A whole body; null when it is too large, of which the rest is not read: its sender may still be answered. By events: of a short body an asynchronous iterator costs more than all else that is
 * done with it (27 µs of a core).
 *
 * @param hasRoom asked of each block: where there is none, it is too large, too
 * @throws Error when it breaks off
 */
export function readAll(message: IncomingMessage, hasRoom: (bytes: number) => boolean = () => true): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const blocks: Buffer[] = []
    let bytes = 0
    const take = (block: Buffer): void => {
      bytes += block.length
      blocks.push(block)
      if (bytes <= MOST_BODY_BYTES && hasRoom(block.length)) return
      blocks.length = 0
      message.off('data', take).pause()
      resolve(null)
    }
    // After its end or an error the rest means nothing.
    message.on('data', take).once('end', () => resolve(Buffer.concat(blocks))).once('error', reject).once('close', () => reject(new Error('aborted')))
  })
}
