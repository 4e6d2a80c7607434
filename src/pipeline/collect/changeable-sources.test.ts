import { connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { ChangeableSources } from './changeable-sources.ts'
import type { Receive } from './receiver.ts'
import type { SegmentFile } from './segment-files.ts'
import { SpoolRoom } from './spool-room.ts'
import { StreamSpool } from './stream-spool.ts'
import { tryReceiving } from './try-receiving.ts'
import type { WantedSource } from './wanted-source.ts'

/** Listens as sources do; an address is taken by one at a time. */
function listening(port: number): Receive {
  return spool => new Promise((resolve, reject) => {
    const server = createServer(socket => socket.on('data', data => void spool.append({ lines: [data], count: 1, received: 0, transport: 'tcp', sender: null }).then(() => socket.end('kept'), () => socket.destroy())))
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const place = `tcp ${typeof address === 'object' && address !== null ? address.port : 0}`
      resolve({ places: [place], close: () => new Promise(done => server.close(() => done())) })
    })
  })
}

function wanted(name: string, receive: Receive | null, format = 'text'): WantedSource {
  return { kind: 'test', source: { organisation: 'default', name, format }, receive }
}

function sources(isWaiting = false) {
  const sealed: SegmentFile[] = []
  const room = new SpoolRoom(temporaryFolder(), { reserveBytes: 0 })
  const changeable = new ChangeableSources({
    open: source => StreamSpool.open(source, { room, onSealed: segment => sealed.push(segment) }), isWaiting: () => isWaiting, log: () => {},
  })
  onTestFinished(async () => {
    await changeable.close()
    await Promise.all(changeable.spools.map(spool => spool.close()))
  })
  return { changeable, sealed }
}

const portOf = (changeable: ChangeableSources, at: number) => Number(changeable.all[at]!.receiver.places[0]!.split(' ')[1])

test('takes a source into use while another goes on, and lets it go again', async () => {
  const { changeable } = sources()
  await changeable.add(wanted('first', listening(0)))
  await changeable.start()
  await changeable.put(wanted('second', listening(0)))
  expect(changeable.all.map(({ spool, receiver }) => [spool.source.name, receiver.failure])).toEqual([['first', null], ['second', null]])
  await changeable.remove({ organisation: 'default', name: 'first' })
  expect(changeable.all.map(({ spool }) => spool.source.name)).toEqual(['second'])
})

test('a source that cannot receive is not taken, and the one before goes on at its address', async () => {
  const { changeable } = sources()
  await changeable.put(wanted('one', listening(0)))
  const port = portOf(changeable, 0)
  await changeable.put(wanted('one', listening(port), 'json'))
  expect(changeable.all[0]!.spool.source.format).toBe('json')
  await expect(changeable.put(wanted('other', listening(port)))).rejects.toThrow('EADDRINUSE')
  await expect(changeable.put(wanted('one', () => Promise.reject(new Error('no such certificate'))))).rejects.toThrow('no such certificate')
  expect(changeable.all.map(({ spool, receiver }) => [spool.source.name, spool.source.format, receiver.places])).toEqual([['one', 'json', [`tcp ${port}`]]])
})

test('what a source took is sealed when it is removed, once, though it comes back', async () => {
  const { changeable, sealed } = sources()
  const spool = await changeable.put(wanted('one', null))
  const append = () => spool.append({ lines: [Buffer.from('a\n')], count: 1, received: 0, transport: 'tcp', sender: null })
  await append()
  await changeable.remove(spool.source)
  expect(await changeable.put(wanted('one', null))).toBe(spool)
  await append()
  await spool.seal()
  expect(sealed.map(({ sequence }) => sequence)).toEqual([1, 2])
})

test('a name whose segments of an earlier start are still read is not given again before', async () => {
  const { changeable } = sources(true)
  await expect(changeable.put(wanted('one', null))).rejects.toThrow('still being read')
})

test('trying takes nothing: no sender is told that anything was kept', async () => {
  let told = ''
  const result = await tryReceiving(wanted('one', async spool => {
    const receiver = await listening(0)(spool)
    const port = Number(receiver.places[0]!.split(' ')[1])
    connect(port, '127.0.0.1').on('data', data => { told += data.toString() }).on('error', () => {}).end('hello\n')
    return receiver
  }))
  expect([result.failure, result.places.length, told]).toEqual([null, 1, ''])
  expect(await tryReceiving(wanted('one', () => Promise.reject(new Error('no'))))).toEqual({ places: [], failure: 'no', troubles: [] })
})
