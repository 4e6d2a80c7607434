import { describe, expect, it } from 'vitest'
import { licencesGate } from './licences.ts'
import { sampleTree } from './sample-tree.ts'

const PINNED = { version: '1.0.0', integrity: 'sha512-xx' }

function treeWith(packages: Record<string, object>, files: Record<string, string> = {}): string {
  return sampleTree({
    'node_modules/.keep': '',
    ...files,
    'package-lock.json': JSON.stringify({ packages: { '': { name: 'sample' }, ...packages } }),
  })
}

describe('the gate "licences"', () => {
  it('passes allowed licences: stricter for what ships than for what builds and tests', async () => {
    const tree = treeWith({
      'node_modules/ships': { ...PINNED, license: 'MIT' },
      'node_modules/chosen': { ...PINNED, license: '(GPL-3.0-only OR BSD-3-Clause)' },
      'node_modules/builds': { ...PINNED, license: 'MPL-2.0', dev: true },
      'node_modules/chdb': { ...PINNED, license: 'Apache-2.0', hasInstallScript: true },
      'node_modules/@scope/named': { ...PINNED, license: 'ISC', resolved: 'https://registry.npmjs.org/named.tgz' },
    })
    expect(await licencesGate.run(tree)).toEqual({ name: 'licences', ok: true, details: ['5 packages'] })
  })

  it('fails on each package that is not allowed, with its reason', async () => {
    const tree = treeWith({
      'node_modules/copyleft': { ...PINNED, license: 'AGPL-3.0-only', dev: true },
      'node_modules/weak': { ...PINNED, license: 'MPL-2.0' },
      'node_modules/silent': { ...PINNED },
      'node_modules/changed': { ...PINNED, license: 'MIT' },
      'node_modules/a/node_modules/@scope/script': { ...PINNED, license: 'MIT', hasInstallScript: true },
      'node_modules/hidden-script': { ...PINNED, license: 'MIT' },
      'node_modules/elsewhere': { ...PINNED, license: 'MIT', resolved: 'git+ssh://git@example.org/elsewhere.git' },
      'node_modules/loose': { version: '1.0.0', license: 'MIT' },
    }, {
      'node_modules/changed/package.json': '{"license": "BUSL-1.1"}',
      'node_modules/hidden-script/package.json': '{"license": "MIT", "scripts": {"postinstall": "node fetch.js"}}',
    })
    expect(await licencesGate.run(tree)).toEqual({ name: 'licences', ok: false, details: [
      'copyleft@1.0.0: AGPL-3.0-only is not allowed for what builds and tests',
      'weak@1.0.0: MPL-2.0 is not allowed for what ships',
      'silent@1.0.0: says no licence',
      'changed@1.0.0: BUSL-1.1 is not allowed for what ships',
      '@scope/script@1.0.0: has an install script',
      'hidden-script@1.0.0: has an install script',
      'elsewhere@1.0.0: does not come from the registry: git+ssh://git@example.org/elsewhere.git',
      'loose@1.0.0: is not pinned by integrity',
    ] })
  })

  it('knows the data packages whose manifests say their licence in words, and only in those words', async () => {
    const words = 'SEE LICENSE IN ROUTEVIEWS-LICENSE and DBIP-LICENSE (CC-BY-4.0)'
    const known = treeWith({ 'node_modules/@ip-location-db/asn': { ...PINNED, license: words } })
    expect(await licencesGate.run(known)).toMatchObject({ ok: true })
    const others = treeWith({ 'node_modules/@ip-location-db/asn': { ...PINNED, license: 'SEE LICENSE IN NEW' }, 'node_modules/other': { ...PINNED, license: words } })
    expect((await licencesGate.run(others)).details).toEqual([
      '@ip-location-db/asn@1.0.0: SEE LICENSE IN NEW is not allowed for what ships',
      `other@1.0.0: ${words} is not allowed for what ships`,
    ])
  })

  it('looks at the packages of the runtime too, and fails when there is none at all', async () => {
    const runtime = JSON.stringify({ packages: { 'node_modules/node': { ...PINNED, license: 'GPL-2.0-only' } } })
    const tree = sampleTree({ 'node_modules/.keep': '', 'runtime/package-lock.json': runtime })
    expect(await licencesGate.run(tree)).toMatchObject({ ok: false, details: ['node@1.0.0: GPL-2.0-only is not allowed for what ships'] })
    expect(await licencesGate.run(sampleTree({}))).toMatchObject({ ok: false, details: ['no package looked at'] })
  })
})
