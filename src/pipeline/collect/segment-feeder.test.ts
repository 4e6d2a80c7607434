import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SegmentFeeder } from './segment-feeder.ts'
import { SpoolRoom } from './spool-room.ts'

const SEGMENT = { organisation: 'default', source: 'lab', sequence: 1, path: '/nonexistent', bytes: 1, opened: 0 }

test('does not wait for the turn of others when it is closed, and begins nothing after that', async () => {
  const turn = Promise.withResolvers<void>()
  const ended: Promise<unknown>[] = []
  const touched = (): never => expect.unreachable('it began to read')
  const feeder = new SegmentFeeder({
    get store() { return touched() },
    get reading() { return touched() },
    room: new SpoolRoom(temporaryFolder()),
    inTurn: work => {
      const result = turn.promise.then(work)
      ended.push(result)
      return result
    },
    fold: touched,
    onFed: touched,
    onClocks: touched,
    onTrouble: touched,
  })
  feeder.add(SEGMENT)
  expect(feeder.waiting('default', 'lab')).toEqual([SEGMENT])
  await feeder.close()
  turn.resolve()
  await Promise.all(ended)
  await feeder.idle()
  expect(feeder.waiting('default', 'lab')).toEqual([SEGMENT])
})
