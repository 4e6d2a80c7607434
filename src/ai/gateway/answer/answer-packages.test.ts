import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { gatewaySchema } from '../../../platform/config/gateway-schemas.ts'
import { readPackages } from '../../output/package/read-packages.ts'
import { applicationsOf } from '../application/applications-of.ts'
import { policySchema } from '../policy/policy.ts'
import type { GatewayBetween } from '../testing/gateway-between.ts'
import { answeredWith, gatewayBetween, streamedWith } from '../testing/gateway-between.ts'

let gateway: GatewayBetween | undefined
afterEach(() => gateway?.[Symbol.asyncDispose]())

const ASKED = { model: 'm', messages: [{ role: 'user', content: 'How do I read a page in Python?' }] }
const SAID = `Install what you need first:\n\n\`\`\`sh\npip install requests \\\n    beautifulsop4\n\`\`\`\n\nThen ${'read it line by line and '.repeat(20)}you are done.`

const whole = (content: string) => answeredWith({ choices: [{ index: 0, message: { role: 'assistant', content } }] })
const streamed = (content: string) => streamedWith([...content.match(/[^]{1,5}/g) ?? []].map(piece => ({ choices: [{ index: 0, delta: { content: piece } }] })))
const packages = () => readPackages([join(temporaryFolder({ 'pypi.txt': 'requests\nbeautifulsoup4\n' }), 'pypi.txt')])
const judged = () => gateway!.records.flatMap(({ event, outcome, verdict, layer, kind, mark, reason, reason_ja }) => (event === 'answer' ? [{ outcome, verdict, layer, kind, mark, reason, reason_ja }] : []))

test.each([whole, streamed])('an answer that names a package which is not in the list is flagged, with the nearest that there is, in both languages', async answer => {
  gateway = await gatewayBetween({ packages: packages() })
  gateway.upstream.answerWith(answer(SAID))
  expect((await gateway.ask('/v1/chat/completions', { ...ASKED, stream: answer === streamed })).text).toContain('done')
  expect(judged()).toEqual([{
    outcome: 'passed', verdict: 'flag', layer: 'package', kind: 'pypi', mark: expect.stringMatching(/^[0-9a-f]{64}$/),
    reason: 'the answer names a package of PyPI that is not in the list, and may be made up: beautifulsop4; the nearest that there is: beautifulsoup4', reason_ja: '回答が、一覧にない PyPI のパッケージを挙げている（架空の名前かもしれない）：beautifulsop4。一覧で最も近い名前：beautifulsoup4',
  }])
})

test.each([whole, streamed])('a policy may withhold it, and a person lifts that by its mark, for this name alone', async answer => {
  const lifted = new Map<string, string>()
  gateway = await gatewayBetween({ packages: packages(), policy: policySchema.parse({ name: 'safe', layers: { package: 'block' } }) }, { exceptions: { find: mark => lifted.get(mark) ?? null, used: () => {} } })
  const ask = async (said: string) => {
    gateway!.upstream.answerWith(answer(said))
    return (await gateway!.ask('/v1/chat/completions', { ...ASKED, stream: answer === streamed })).text
  }
  expect([(await ask(SAID)).includes('done'), judged().at(-1)?.verdict]).toEqual([false, 'block'])
  lifted.set(judged().at(-1)!.mark!, 'exception-1')
  expect([(await ask(SAID)).includes('done'), judged().at(-1)?.verdict]).toEqual([true, 'allow'])
  expect([(await ask(SAID.replace('beautifulsop4', 'beautifulsop5'))).includes('done'), judged().at(-1)?.verdict]).toEqual([false, 'block'])
})

test('applications with the same lists share what was read of them, and one without lists names any package', () => {
  const path = join(temporaryFolder({ 'pypi.txt': 'requests\n' }), 'pypi.txt')
  const application = (name: string, lists: readonly string[]) => ({ name, keySha256: 'a'.repeat(64), upstream: 'models', packages: [...lists] })
  const read = gatewaySchema.parse({ upstreams: [{ name: 'models', url: 'http://127.0.0.1:9' }], applications: [application('a', [path]), application('b', [path]), application('c', [path, path]), application('d', [])] })!
  const [a, b, c, d] = applicationsOf(read, {}).map(({ packages: known }) => known)
  expect([a?.has('pypi', 'requests'), a === b, a === c, c?.size, d]).toEqual([true, true, false, 1, undefined])
  expect(() => applicationsOf({ ...read, applications: [{ ...read.applications[0]!, packages: [`${path}.gone`] }] }, {})).toThrow('cannot be read')
})
