import { once } from 'node:events'
import { connect } from 'node:net'
import { Agent, request } from 'node:https'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { HUB_LIMITS } from './defaults.ts'
import { keptAuthority } from './sensor-authority.ts'
import { listenForSensors } from './sensor-listener.ts'
import { HUB_NAME } from './sensor-protocol.ts'

const ID = '00000000-0000-4000-8000-000000000000'

async function open() {
  const authority = keptAuthority(temporaryFolder(), Date.now())
  const listening = await listenForSensors({
    host: '127.0.0.1', port: 0, authority, log: () => {},
    answer: async ({ request: { url }, sensorId }) => {
      if (url === '/fails') throw new Error('defect')
      return { status: url === '/later' ? 503 : 200, body: { sensorId } }
    },
  })
  onTestFinished(() => listening.close())
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
  const agent = new Agent({ keepAlive: true, ca: [authority.certificate], key: privateKey, cert: authority.issue(ID, createPublicKey(publicKey), Date.now()), servername: HUB_NAME })
  onTestFinished(() => agent.destroy())
  const ask = (path: string) => new Promise<{ readonly status: number | undefined; readonly retry: string | undefined; readonly text: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: listening.port, path, agent, servername: HUB_NAME }, response => {
      let text = ''
      response.on('data', (block: Buffer) => { text += block.toString() }).on('end', () => resolve({ status: response.statusCode, retry: response.headers['retry-after'], text }))
    }).on('error', reject).end()
  })
  return { ...listening, ask }
}

test('knows a sensor by its certificate, and tells it when something fails or has to wait', async () => {
  const { ask } = await open()
  expect([await ask('/'), await ask('/later'), await ask('/fails')]).toEqual([
    { status: 200, retry: undefined, text: JSON.stringify({ sensorId: ID }) },
    { status: 503, retry: '5', text: JSON.stringify({ sensorId: ID }) },
    { status: 500, retry: undefined, text: JSON.stringify({ error: 'internal' }) },
  ])
})

test('lets few connect that show no certificate, while a sensor that is connected goes on', async () => {
  const { port, ask } = await open()
  await ask('/')
  let closed = 0
  const strangers = Array.from({ length: HUB_LIMITS.strangersOfOne + 20 }, () => connect(port, '127.0.0.1').on('error', () => {}).on('close', () => { closed++ }))
  onTestFinished(() => strangers.forEach(socket => socket.destroy()))
  await expect.poll(() => closed).toBe(20)
  expect((await ask('/')).status).toBe(200)
  for (const socket of strangers) socket.destroy()
  await sleep(50)
  const late = connect(port, '127.0.0.1')
  await once(late, 'connect')
  await sleep(50)
  expect(late.destroyed).toBe(false)
  late.destroy()
})
