import type { ServerResponse } from 'node:http'

/** Writes a piece of an answer, and waits while its reader is slow; to one who has gone nothing is written. */
export async function writeOn(response: ServerResponse, piece: Buffer | string): Promise<void> {
  if (piece.length === 0 || response.destroyed || response.write(piece)) return
  await new Promise<void>(resolve => {
    // Of a long answer thousands: none may stay.
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}
