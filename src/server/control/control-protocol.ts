import { z } from 'zod'

/** What goes over the socket of a running server: one request, then frames, each a JSON object on a line. */

/** A command of another process of the same user. */
export const controlRequestSchema = z.strictObject({
  command: z.string().max(100),
  arguments: z.array(z.unknown()).max(100_000),
  terminal: z.strictObject({ columns: z.int().optional(), isTTY: z.boolean() }),
})

export type ControlRequest = z.infer<typeof controlRequestSchema>

export const controlFrameSchema = z.union([
  z.strictObject({ stdout: z.string() }),
  z.strictObject({ stderr: z.string() }),
  z.strictObject({ exit: z.int() }),
])

export type ControlFrame = z.infer<typeof controlFrameSchema>

/** Bytes of one line: paths that a shell has expanded. */
export const MOST_REQUEST_BYTES = 16_777_216

export const CONTROL_SOCKET = 'noroshi.sock'
