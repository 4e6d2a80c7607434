import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { controlSocketPath, openControlSocket } from './control-socket.ts'

test('tells a command when the person who asked has gone away', async () => {
  const folder = temporaryFolder({})
  const started = Promise.withResolvers<AbortSignal>()
  const control = await openControlSocket(folder, async (_, { gone }) => {
    started.resolve(gone)
    if (!gone.aborted) await once(gone, 'abort')
    return 0
  }, () => {})
  const socket = connect(await controlSocketPath(folder))
  socket.write(`${JSON.stringify({ command: 'hunt', arguments: [], terminal: { columns: 80, isTTY: false } })}\n`)
  const gone = await started.promise
  expect(gone.aborted).toBe(false)
  socket.destroy()
  await expect.poll(() => gone.aborted).toBe(true)
  await control.close()
})

test('sends all that a command wrote before its exit code, however slowly it is read', async () => {
  const folder = temporaryFolder({})
  const pieces = Array.from({ length: 2_000 }, (_, index) => `${index} ${'x'.repeat(1_000)}\n`)
  const control = await openControlSocket(folder, async (_, { stdout }) => {
    for (const piece of pieces) stdout.write(piece)
    return 7
  }, () => {})
  const socket = connect(await controlSocketPath(folder))
  socket.write(`${JSON.stringify({ command: 'hunt', arguments: [], terminal: { columns: 80, isTTY: false } })}\n`)
  let received = ''
  for await (const block of socket) {
    received += String(block)
    await new Promise(resolve => setImmediate(resolve))
  }
  const frames = received.trim().split('\n').map(line => JSON.parse(line) as { readonly stdout?: string; readonly exit?: number })
  expect(frames.map(({ stdout }) => stdout ?? '').join('')).toBe(pieces.join(''))
  expect(frames.at(-1)).toEqual({ exit: 7 })
  await control.close()
})
