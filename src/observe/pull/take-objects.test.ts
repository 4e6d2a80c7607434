import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { keptDocuments } from '../../pipeline/collect/testing/kept-documents.ts'
import { isSigned, TEST_REGION, TESTER } from '../../platform/object-store/testing/is-signed.ts'
import type { TakenObjects } from './take-objects.ts'
import { takeObjects } from './take-objects.ts'
import { answeringServer } from './testing/answering-server.ts'

const TIMEOUT = { timeout: 10_000, interval: 10 }

/** A store on loopback with one bucket, `logs`: two objects a page, signatures checked by its own reckoning. */
class Store {
  readonly objects = new Map<string, string>()
  readonly asked: string[] = []
  refused = 0
  origin = ''

  static async open(): Promise<Store> {
    const store = new Store()
    store.origin = await answeringServer((request, response) => {
      const { status, body } = store.#answer(request)
      response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
    })
    return store
  }

  #answer(request: IncomingMessage): { readonly status: number; readonly body: string } {
    const url = new URL(request.url ?? '', this.origin)
    if (!isSigned(request)) {
      this.refused++
      return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>' }
    }
    if (url.pathname === '/logs/') return { status: 200, body: this.#listing(url.searchParams) }
    const key = decodeURIComponent(url.pathname.slice('/logs/'.length))
    const content = this.objects.get(key)
    if (content === undefined) return { status: 404, body: '' }
    if (request.headers['if-match'] !== `"${etagOf(content)}"`) return { status: 412, body: '' }
    this.asked.push(key)
    return { status: 200, body: content }
  }

  #listing(query: URLSearchParams): string {
    const keys = [...this.objects.keys()].filter(key => key.startsWith(query.get('prefix') ?? '')).sort()
    const from = Number(query.get('continuation-token') ?? 0)
    const page = keys.slice(from, from + 2)
    const more = from + 2 < keys.length
    return `<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}${
      page.map(key => `<Contents><Key>${encodeURIComponent(key)}</Key><ETag>"${etagOf(this.objects.get(key)!)}"</ETag><Size>${Buffer.byteLength(this.objects.get(key)!)}</Size></Contents>`).join('')
    }</ListBucketResult>`
  }
}

function etagOf(content: string): string {
  return createHash('md5').update(content).digest('hex')
}

async function take(store: Store, more: Partial<TakenObjects> = {}, folder = temporaryFolder()) {
  const spool = await StreamSpool.open({ organisation: 'default', name: 'store', format: 'document' }, { room: new SpoolRoom(folder, { reserveBytes: 0 }), onSealed: () => {} })
  const receiver = await takeObjects({
    endpoint: store.origin, region: TEST_REGION, bucket: 'logs', prefix: 'in/', credentials: () => TESTER, allowPrivate: true, everyMs: 20, mostBytes: 1_000, ...more,
  }, spool)
  const stop = async () => {
    await receiver.close()
    await spool.close()
  }
  onTestFinished(stop)
  return { folder, spool, receiver, stop, kept: () => keptDocuments(spool.folder) }
}

test('every object below the prefix is taken once, over several pages and restarts; a new version is taken again', async () => {
  const store = await Store.open()
  for (const [key, content] of [['in/1.log', 'one\n'], ['in/日 本+&(x)!.csv', 'two\n'], ['in/3/', ''], ['in/3/a.json', '{}\n'], ['in/4.log', 'four\n'], ['out/5.log', 'no\n']] as const) store.objects.set(key, content)
  const first = await take(store)
  await expect.poll(() => first.kept(), TIMEOUT).toEqual([
    { name: 'in/1.log', content: 'one\n' }, { name: 'in/3/a.json', content: '{}\n' }, { name: 'in/4.log', content: 'four\n' }, { name: 'in/日 本+&(x)!.csv', content: 'two\n' },
  ])
  store.objects.set('in/0.log', 'zero\n')
  store.objects.set('in/4.log', 'four, again\n')
  await expect.poll(() => first.kept().slice(4).map(({ content }) => content).sort(), TIMEOUT).toEqual(['four, again\n', 'zero\n'])
  await first.stop()
  const asked = store.asked.length
  store.objects.set('in/6.log', 'six\n')
  const second = await take(store, {}, first.folder)
  await expect.poll(() => second.kept().length, TIMEOUT).toBe(7)
  expect(store.asked.slice(asked)).toEqual(['in/6.log'])
  expect([store.refused, second.receiver.trouble?.()]).toEqual([0, null])
  expect(second.receiver.places).toEqual([`s3 ${store.origin.slice('http://'.length)}/logs/in/`])
})

test('one that is too large is told once and not fetched', async () => {
  const store = await Store.open()
  store.objects.set('in/big.log', 'x'.repeat(1_001))
  store.objects.set('in/small.log', 'small\n')
  const running = await take(store)
  await expect.poll(() => running.kept().length, TIMEOUT).toBe(1)
  await expect.poll(() => running.spool.meter.figures().samples.map(({ reason }) => reason), TIMEOUT).toEqual(['in/big.log: 1001 bytes are more than 1000; it was not taken'])
  expect(store.asked).toEqual(['in/small.log'])
})

test('wrong keys are told, and nothing begins', async () => {
  const store = await Store.open()
  await expect(take(store, { credentials: () => ({ accessKey: 'tester', secretKey: 'wrong' }) })).rejects.toThrow('the store answers 403 SignatureDoesNotMatch: no')
  await expect(take(store, { credentials: () => null })).rejects.toThrow('the store answers 403')
})
