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
