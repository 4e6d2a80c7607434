import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { Fields } from '../../model/value.ts'
import { loadMappings } from '../load-mappings.ts'
import { KnownNames } from './known-names.ts'
import { Pseudonyms } from './pseudonyms.ts'
import { residualIn } from './residual.ts'
import type { SanitiseOptions } from './sanitise.ts'
import { sanitiseFields, sanitiseText } from './sanitise.ts'

const mappings = loadMappings()
const pseudonyms = new Pseudonyms(Buffer.from('a key of thirty-two bytes or more'))
const SYSMON: Fields = {
  EventID: 3, Computer: 'PC1.corp.example', User: 'CORP\\alice', SourceIp: '192.0.2.7', DestinationIp: '2001:db8::7', DestinationHostname: 'evil.test',
  CommandLine: 'net use \\\\pc1\\c$ /user:Alice & ping 192.0.2.9 # bob@corp.example, eve@evil.test, 00:11:22:aa:bb:cc', Utc: '2026-01-01 10:00:00.123', Version: 'v1.2.3.4.5',
}
let options: SanitiseOptions

beforeEach(() => {
  const names = new KnownNames(['corp.example'])
  names.gather(mappings.dataset('windows.sysmon'), SYSMON)
  options = { pseudonyms, names, dropped: new Set(), replaced: { address: 0, mac: 0, user: 0, host: 0, domain: 0, mail: 0 } }
})

const sanitise = (fields: Fields, dataset = 'windows.sysmon') => sanitiseFields(fields, mappings.dataset(dataset), options)

describe('sanitised fields', () => {
  test('have pseudonyms in fields of names and wherever else the names stand; what is no name stays', () => {
    const alice = pseudonyms.name('user', 'alice')
    const [pc1, corp] = [pseudonyms.name('host', 'pc1'), pseudonyms.domain('corp.example')]
    const made = sanitise(SYSMON)
    expect(made).toMatchObject({
      EventID: 3, Computer: `${pc1}.${corp}`, SourceIp: pseudonyms.address('192.0.2.7'), DestinationIp: pseudonyms.address('2001:db8::7'),
      DestinationHostname: expect.not.stringContaining('corp'), Utc: '2026-01-01 10:00:00.123', Version: 'v1.2.3.4.5',
    })
    expect(made['User']).toMatch(new RegExp(`^(?:host|user)-[0-9a-f]{12}\\\\${alice}$`))
    expect(made['CommandLine']).toBe(`net use \\\\${pc1}\\c$ /user:${alice} & ping ${pseudonyms.address('192.0.2.9')} # `
      + `${pseudonyms.name('user', 'bob')}@${corp}, ${pseudonyms.name('user', 'eve')}@${pseudonyms.domain('evil.test')}, ${pseudonyms.mac('00:11:22:aa:bb:cc')}`)
    expect(options.replaced).toMatchObject({ address: 3, mac: 1, mail: 2 })
  })

  test('keep prefixes, and what names nobody', () => {
    const [a, b] = ['192.0.2.7', '192.0.2.200'].map(address => String(sanitise({ SourceIp: address })['SourceIp']).split('.'))
    expect(a!.slice(0, 3)).toEqual(b!.slice(0, 3))
    expect(sanitise({ SourceIp: '127.0.0.1', DestinationIp: '::1', User: 'NT AUTHORITY\\SYSTEM' })).toEqual({ SourceIp: '127.0.0.1', DestinationIp: '::1', User: 'NT AUTHORITY\\SYSTEM' })
  })

  test('leave out what is to be left out, by its path or its name', () => {
    const made = sanitiseFields({ a: { CommandLine: 'x', b: 1 }, CommandLine: 'y', c: 2 }, mappings.dataset('none.such'), { ...options, dropped: new Set(['commandline', 'a.b']) })
    expect(JSON.stringify(made)).toBe('{"a":{},"c":2}')
  })

  test('replace names in names of fields, and in lists', () => {
    expect(JSON.stringify(sanitise({ 'last login of alice': ['from 192.0.2.7', { alice: null }] }, 'none.such'))).not.toMatch(/alice|192\.0\.2\.7/)
  })

  test('are the same with the same key, and others with another', () => {
    expect(sanitise(SYSMON)).toEqual(sanitise(SYSMON))
    expect(sanitiseFields(SYSMON, mappings.dataset('windows.sysmon'), { ...options, pseudonyms: new Pseudonyms(Buffer.alloc(32, 1)) })).not.toEqual(sanitise(SYSMON))
  })
})

test('no text keeps a name, an address, mail or hardware address, whatever stands around it', () => {
  const secret = fc.constantFrom('alice', 'ALICE', 'pc1', 'pc1.corp.example', 'x.corp.example', 'bob@corp.example', 'bob.b+c@other.test', '00:11:22:aa:bb:cc', '0011.22aa.bbcc', '192.0.2.77', '2001:db8::77', '[2001:db8::77]:443', '::ffff:192.0.2.77')
  const between = fc.constantFrom(' ', '\\', '/', '"', '=', ',', '(', ' ', '、', '\u{f0000}', '\u{f0000}0\u{f0001}', '\n', '<', "'", ';')
  fc.assert(fc.property(fc.array(fc.tuple(between, fc.oneof(secret, fc.string({ maxLength: 8 })), between), { maxLength: 12 }), parts => {
    const made = sanitiseText(parts.flat().join(''), undefined, options)
    expect(residualIn(made, options.names)).toBe(0)
    expect(made.replaceAll(/(?:user|host|domain)-[0-9a-f]{12}/g, '')).not.toMatch(/alice|pc1\b|corp\.example|192\.0\.2\.77|2001:db8::77|22aa|bob/i)
  }), { numRuns: byDepth(100, 1_000, 100_000) })
})
