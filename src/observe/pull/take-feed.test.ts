import type { IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { keptDocuments } from '../../pipeline/collect/testing/kept-documents.ts'
import type { TakenFeed } from './take-feed.ts'
import { takeFeed } from './take-feed.ts'
import { answeringServer } from './testing/answering-server.ts'

const TIMEOUT = { timeout: 10_000, interval: 10 }

async function feed(url: string, more: Partial<TakenFeed> = {}, folder = temporaryFolder()) {
  const spool = await StreamSpool.open({ organisation: 'default', name: 'feed', format: 'document' }, { room: new SpoolRoom(folder, { reserveBytes: 0 }), onSealed: () => {} })
  const receiver = await takeFeed({ url, allowPrivate: true, everyMs: 20, mostBytes: 1_000, ...more }, spool)
  const stop = async () => {
    await receiver.close()
    await spool.close()
  }
  onTestFinished(stop)
  return { folder, spool, receiver, stop, kept: () => keptDocuments(spool.folder) }
}

test('is fetched when it is another, by its ETag, and kept once though the server does not know of ETags', async () => {
  let content = 'a,b\n1,2\n'
  const asked: IncomingMessage['headers'][] = []
  const answers: number[] = []
  const origin = await answeringServer((request, response) => {
    asked.push(request.headers)
    const etag = `"${content.length}"`
    const status = request.headers['if-none-match'] === etag ? 304 : 200
    answers.push(status)
    response.writeHead(status, { etag, 'last-modified': 'Sun, 22 Nov 2026 10:00:00 GMT' }).end(status === 304 ? undefined : content)
  })
  const running = await feed(`${origin}/lists/bad.csv?key=secret`, { authorization: () => 'Bearer of-tests' })
  await expect.poll(() => answers.filter(status => status === 304).length, TIMEOUT).toBeGreaterThan(2)
  expect(running.kept()).toEqual([{ name: 'bad.csv', content }])
  expect(asked.at(-1)).toMatchObject({ 'authorization': 'Bearer of-tests', 'if-none-match': '"8"', 'if-modified-since': 'Sun, 22 Nov 2026 10:00:00 GMT' })
  expect(running.receiver.places).toEqual([`feed ${origin}/lists/bad.csv`])
  content = 'a,b\n1,2\n3,4\n'
  await expect.poll(() => running.kept().length, TIMEOUT).toBe(2)
  await running.stop()
  // It goes on where it stopped.
  const count = asked.length
  const again = await feed(`${origin}/lists/bad.csv?key=secret`, {}, running.folder)
  await expect.poll(() => asked.length, TIMEOUT).toBeGreaterThan(count + 2)
  expect(asked.at(-1)?.['if-none-match']).toBe('"12"')
  expect(again.kept()).toHaveLength(2)
})

test('the same content is kept once where the server knows nothing of what it sent', async () => {
  let count = 0
  const origin = await answeringServer((_, response) => {
    count++
    response.end('{"a":1}\n')
  })
  const running = await feed(origin)
  await expect.poll(() => count, TIMEOUT).toBeGreaterThan(4)
  expect(running.kept()).toEqual([{ name: '127.0.0.1', content: '{"a":1}\n' }])
  expect(running.spool.meter.figures()).toMatchObject({ records: 1, malformed: 0 })
})

test('what is too long, or breaks off, is told, and nothing of it is kept', async () => {
  let mode: 'long' | 'broken' = 'long'
  const origin = await answeringServer((_, response) => {
    if (mode === 'long') response.end('x'.repeat(1_001))
    else {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    }
  })
  const running = await feed(origin)
  await expect.poll(() => running.receiver.trouble?.(), TIMEOUT).toBe('more than 1000 bytes; nothing of it was taken')
  expect(running.kept()).toEqual([])
  await running.stop()
  mode = 'broken'
  const second = await feed(origin)
  await expect.poll(() => second.receiver.trouble?.(), TIMEOUT).toMatch(/aborted|ended|reset|hang up/i)
  expect(second.kept()).toEqual([])
})

test.each<[string, number, string]>([['that is refused', 403, 'answers 403'], ['that is not there', 404, 'answers 404'], ['that fails', 500, 'answers 500']])('one %s does not begin', async (_, status, said) => {
  const origin = await answeringServer((__, response) => { response.writeHead(status).end() })
  await expect(feed(origin)).rejects.toThrow(said)
})

test('redirections are followed a few times, and the password goes to no other server', async () => {
  const seen: (string | undefined)[] = []
  const other = await answeringServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end('there\n')
  })
  const origin = await answeringServer((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(302, { location: request.url === '/a' ? '/b' : request.url === '/b' ? `${other}/c` : request.url! }).end()
  })
  const running = await feed(`${origin}/a`, { authorization: () => 'Basic x' })
  await expect.poll(() => running.kept().map(({ content }) => content), TIMEOUT).toEqual(['there\n'])
  expect(seen.slice(0, 3)).toEqual(['Basic x', 'Basic x', undefined])
  await expect(feed(`${origin}/round`)).rejects.toThrow('more than 5 redirections')
})

test.each([['http://127.0.0.1:1/'], ['http://localhost:1/'], ['http://[::1]:1/'], ['http://169.254.169.254/latest/']])('%s is no address of the public net', async url => {
  await expect(feed(url, { allowPrivate: false })).rejects.toThrow('is no address of the public net')
})
