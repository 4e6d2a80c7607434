import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { askStream } from '../testing/ask-stream.ts'
import { gatewayBetween } from '../testing/gateway-between.ts'

/** More than the buffers of all the connections between hold. */
const EVENTS = 1_500
const EVENT = `data: ${JSON.stringify({ choices: [], note: 'x'.repeat(16_384) })}\n\n`

test.each([true, false])('who reads slowly and goes away is written down as gone, and nothing of the answer stays (judged: %s)', async judgesAnswers => {
  await using between = await gatewayBetween({ judgesAnswers })
  const warnings: string[] = []
  const warned = ({ message }: Error) => void warnings.push(message)
  process.on('warning', warned)
  const stopped = Promise.withResolvers<void>()
  between.upstream.answerWith((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).once('close', stopped.resolve).end(EVENT.repeat(EVENTS)))
  const { answer, leave } = await askStream(between, '/v1/chat/completions', { messages: [{ role: 'user', content: 'hello' }] }, { isSlow: true })
  for (let n = 0; n < 15; n++) {
    answer.read()
    await sleep(2)
  }
  leave()
  await stopped.promise
  await expect.poll(() => between.records.at(-1)).toMatchObject({ event: 'answer', outcome: 'gone' })
  process.off('warning', warned)
  expect(warnings.filter(message => message.includes('ServerResponse'))).toEqual([])
})
