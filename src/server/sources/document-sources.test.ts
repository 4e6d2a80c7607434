import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { tryReceiving } from '../../pipeline/collect/try-receiving.ts'
import { sourcesSchema } from '../../platform/config/source-schemas.ts'
import { wantedSources } from './wanted-sources.ts'

const tried = (source: object) => {
  const [wanted] = wantedSources(sourcesSchema.parse([{ name: 's', ...source }]), 'default', () => { throw new Error('needs no certificate') })
  return tryReceiving(wanted!)
}

test.skipIf(IS_QUICK)('a folder that is tried is told, and nothing of it is taken or moved', async () => {
  const folder = temporaryFolder({ 'drop/a.eml': 'x\n' })
  expect(await tried({ kind: 'mailbox', folder: join(folder, 'drop'), moveTo: join(folder, 'done') })).toEqual({ places: [`folder ${join(folder, 'drop')}`], failure: null, troubles: [] })
  expect([readdirSync(folder), readdirSync(join(folder, 'drop'))]).toEqual([['drop'], ['a.eml']])
})

test.each<[string, object, RegExp]>([
  ['a folder that is not there', { kind: 'pull', folder: '/nowhere/at-all' }, /ENOENT/],
  ['a feed inside', { kind: 'pull', url: 'http://127.0.0.1:1/' }, /no address of the public net/],
  ['a feed that nobody serves', { kind: 'pull', url: 'http://127.0.0.1:1/', allowPrivate: true }, /ECONNREFUSED/],
  ['a store that nobody serves', { kind: 'pull', bucket: 'logs', endpoint: 'http://127.0.0.1:1', allowPrivate: true }, /ECONNREFUSED/],
  ['a mailbox that nobody serves', { kind: 'mailbox', host: '127.0.0.1', port: 1, user: 'u', password: { file: import.meta.filename } }, /ECONNREFUSED/],
  ['a password that is not there', { kind: 'mailbox', host: '127.0.0.1', port: 1, user: 'u', password: { env: 'NOROSHI_TEST_NO_SUCH' } }, /NOROSHI_TEST_NO_SUCH is not set/],
])('%s cannot receive', async (_, source, reason) => {
  expect(await tried(source)).toEqual({ places: [], failure: expect.stringMatching(reason), troubles: [] })
})
