import { afterEach, describe, expect, it, vi } from 'vitest'
import { STREAM_BACKLOG_BYTES, STREAM_HEARTBEAT_MS, STREAM_KEPT, STREAM_LIFE_MS, STREAM_LISTENERS } from './defaults.ts'
import { StreamHub } from './stream-hub.ts'

type Block = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>

interface Ear {
  /** What was heard since the last time: `event data`, ids apart. */
  heard(): Promise<string[]>
  readonly lastId: () => string | undefined
  readonly leave: AbortController
  /** The next block. */
  read(): Promise<Block>
  readonly reader: ReadableStreamDefaultReader<Uint8Array>
}

function listen(hub: StreamHub, after?: string, organisation = 'default'): Ear {
  const leave = new AbortController()
  const stream = hub.listen({ organisation, after, signal: leave.signal })
  if (stream === null) throw new Error('too many')
  const reader = stream.getReader()
  let id: string | undefined
  let pending: Promise<Block> | null = null
  const read = () => {
    const next = pending ?? reader.read()
    pending = null
    return next
  }
  return {
    leave,
    read,
    reader,
    lastId: () => id,
    async heard() {
      const words: string[] = []
      for (;;) {
        const reading = read()
        const next = await Promise.race([reading, new Promise<null>(resolve => { setImmediate(() => resolve(null)) })])
        if (next === null) pending = reading
        if (next === null || next.done) return words
        const text = new TextDecoder().decode(next.value)
        if (text.startsWith('retry') || text.startsWith(':')) continue
        const [, number, event, data] = /^id: (\S+)\nevent: (\S+)\ndata: (.*)\n\n$/.exec(text) ?? []
        id = number
        words.push(`${event} ${data}`)
      }
    },
  }
}

afterEach(() => void vi.useRealTimers())

describe('the live stream', () => {
  it('tells those of an organisation what happens there, and nobody else', async () => {
    const hub = new StreamHub()
    const [ours, theirs] = [listen(hub), listen(hub, undefined, 'elsewhere')]
    hub.publish('default', 'cases', { generation: 2 })
    expect([await ours.heard(), await theirs.heard()]).toEqual([['cases {"generation":2}'], []])
  })

  it('tells who comes again what they missed, of their organisation', async () => {
    const hub = new StreamHub()
    const ear = listen(hub)
    hub.publish('default', 'cases', { generation: 1 })
    await ear.heard()
    ear.leave.abort()
    expect(hub.listeners).toBe(0)
    hub.publish('default', 'cases', { generation: 2 })
    hub.publish('elsewhere', 'cases', { generation: 7 })
    hub.publish('default', 'decision', { case: 'a' })
    expect(await listen(hub, ear.lastId()).heard()).toEqual(['cases {"generation":2}', 'decision {"case":"a"}'])
  })

  it('says so when it does not know any more what was missed', async () => {
    const hub = new StreamHub()
    const ear = listen(hub)
    hub.publish('default', 'status', {})
    await ear.heard()
    const id = ear.lastId()
    for (let i = 0; i <= STREAM_KEPT; i++) hub.publish('default', 'status', { i })
    for (const after of [id, 'another-1', 'nonsense', `${id}0000`]) expect(await listen(hub, after).heard()).toEqual(['reset {}'])
    const back = listen(hub, id)
    await back.heard()
    hub.publish('default', 'cases', { generation: 3 })
    expect(await listen(hub, back.lastId()).heard()).toEqual(['cases {"generation":3}'])
  })

  it('drops who does not read, and keeps those who do', async () => {
    const hub = new StreamHub()
    const [slow, quick] = [listen(hub), listen(hub)]
    const data = 'x'.repeat(STREAM_BACKLOG_BYTES / 8)
    for (let i = 0; i < 9; i++) {
      hub.publish('default', 'status', data)
      await quick.heard()
    }
    expect(hub.listeners).toBe(1)
    expect((await slow.heard()).length).toBeLessThan(9)
    expect(await slow.reader.closed).toBeUndefined()
  })

  it('lets nobody listen for longer than a while, so that rights are looked at again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const hub = new StreamHub()
    const ear = listen(hub)
    vi.advanceTimersByTime(STREAM_LIFE_MS - 1)
    expect(hub.listeners).toBe(1)
    vi.advanceTimersByTime(1)
    expect(hub.listeners).toBe(0)
    await ear.heard()
    expect(await ear.reader.closed).toBeUndefined()
  })

  it('makes a message once for all listeners', async () => {
    const hub = new StreamHub()
    const ears = Array.from({ length: 50 }, () => listen(hub))
    await Promise.all(ears.map(ear => ear.heard()))
    hub.publish('default', 'cases', { generation: 1 })
    const blocks = await Promise.all(ears.map(async ear => (await ear.read()).value))
    expect(new Set(blocks).size).toBe(1)
  })

  it('has room for so many, and shows that it is alive', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const hub = new StreamHub()
    const first = listen(hub)
    for (let i = 1; i < STREAM_LISTENERS; i++) listen(hub)
    expect(hub.listen({ organisation: 'default', after: undefined, signal: new AbortController().signal })).toBeNull()
    expect(new TextDecoder().decode((await first.read()).value)).toMatch(/^retry: \d+\n\n$/)
    vi.advanceTimersByTime(STREAM_HEARTBEAT_MS)
    expect(new TextDecoder().decode((await first.read()).value)).toBe(': still here\n\n')
    await first.reader.cancel()
    expect(hub.listeners).toBe(STREAM_LISTENERS - 1)
    hub.close()
    expect(hub.listeners).toBe(0)
  })
})
