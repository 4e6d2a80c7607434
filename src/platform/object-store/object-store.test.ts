import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { ObjectStore } from './object-store.ts'

type Answers = (request: IncomingMessage, response: ServerResponse) => void

/** A store that is asked with `Expect: 100-continue`; and a file of some megabytes for it. */
async function asked(onContinue: Answers, onRequest: Answers) {
  const server = createServer(onRequest).on('checkContinue', onContinue).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = z.object({ port: z.number() }).parse(server.address())
  const content = Buffer.alloc(8_000_000, 'noroshi')
  const path = join(temporaryFolder(), 'large')
  writeFileSync(path, content)
  const store = new ObjectStore({ endpoint: `http://127.0.0.1:${port}`, region: 'r', bucket: 'b', credentials: () => ({ accessKey: 'a', secretKey: 's', sessionToken: undefined }) })
  return { content, put: () => store.put('key', { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }) }
}

test('a store that refuses before it was sent anything, and hangs up, is heard', async () => {
  let bytes = 0
  const { put } = await asked((request, response) => {
    request.on('data', (chunk: Buffer) => { bytes += chunk.length })
    response.writeHead(403, { connection: 'close' }).end('<Error><Code>RequestTimeTooSkewed</Code><Message>look at your clock</Message></Error>')
  }, (_, response) => void response.writeHead(500).end())
  await expect(put()).rejects.toThrow('the store answers 403 RequestTimeTooSkewed: look at your clock')
  expect(bytes).toBe(0)
})

test('a store that does not know how to ask for the content is sent it all the same', async () => {
  const taken: Buffer[] = []
  const take: Answers = (request, response) => {
    if (request.method === 'HEAD') return void response.writeHead(200, { 'content-length': taken.reduce((sum, { length }) => sum + length, 0) }).end()
    request.on('data', (chunk: Buffer) => taken.push(chunk)).on('end', () => response.writeHead(200).end())
  }
  const { content, put } = await asked(take, take)
  await put()
  expect(Buffer.concat(taken).equals(content)).toBe(true)
})
