import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { readEntry } from '../entry/entry-input.ts'
import { csvRecords } from './csv-records.ts'
import { readDrafts } from './read-drafts.ts'

function read(name: string, content: string | Uint8Array) {
  const { drafts, refusals } = readDrafts({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content })
  return { drafts: drafts.map(({ kind, line, body }) => ({ kind, line, ...body })), refusals }
}

describe('CSV', () => {
  test('is read by its header, its lists by semicolons, its kind by the file', () => {
    expect(read('devices-2026.csv', '\ufeffid,Mac Address,ip,Criticality,room\r\npc-7,00-11-22-33-44-55;0011.2233.4466,192.0.2.7,high,"3F, east"\r\n\r\npc-8,,,,\r\n')).toEqual({
      drafts: [
        { kind: 'device', line: 2, id: 'pc-7', macs: ['00-11-22-33-44-55', '0011.2233.4466'], addresses: ['192.0.2.7'], criticality: 'high', place: '3F, east' },
        { kind: 'device', line: 4, id: 'pc-8' },
      ],
      refusals: [],
    })
  })

  test('in Japanese is read in CP932 too', () => {
  
    const header = Buffer.from([0x8e, 0xed, 0x95, 0xca, 0x2c, 0x8a, 0xc7, 0x97, 0x9d, 0x94, 0xd4, 0x8d, 0x86, 0x2c, 0x90, 0xdd, 0x92, 0x75, 0x8f, 0xea, 0x8f, 0x8a, 0x0a])
    const row = Buffer.from([0x8b, 0x40, 0x8a, 0xed, 0x2c, 0x70, 0x63, 0x2d, 0x37, 0x2c, 0x96, 0x7b, 0x8a, 0xd9, 0x0a])
    expect(read('list.csv', Buffer.concat([header, row]))).toEqual({ drafts: [{ kind: 'device', line: 2, id: 'pc-7', place: '本館' }], refusals: [] })
  })

  test('says the line and the reason of what it cannot take', () => {
    expect(read('list.csv', 'kind,id,colour\ndevice,a,red\n').refusals).toEqual([{ line: 1, reason: 'the column “colour” is not known' }])
    expect(read('list.csv', 'kind,id,note\nspaceship,a,\n,b,\ndevice,c,"x\ny",more\ndevice,d,"open\n').refusals).toEqual([
      { line: 2, reason: '“spaceship” is no kind of entry' },
      { line: 3, reason: 'no kind is given: add a column “kind”, or name the kind' },
      { line: 4, reason: '4 values under 3 columns' },
      { line: 6, reason: 'the quotation marks do not end' },
    ])
  })

  test('gives back the values that were written', () => {
    const value = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ';', '煙', ' ') })
    fc.assert(fc.property(fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }), table => {
      const text = `a,b,c,d,e\n${table.map(row => row.map(each => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n')}`
      expect(csvRecords(text).slice(1).map(({ values }) => values)).toEqual(table)
    }), { numRuns: byDepth(100, 2_000, 100_000) })
  })
})

test('RDAP tells of networks, their organisation and its people', () => {
  const card = (name: string, kind: string, mail: string) => ['vcard', [['version', {}, 'text', '4.0'], ['fn', {}, 'text', name], ['kind', {}, 'text', kind], ['email', {}, 'text', mail]]]
  const answer = {
    objectClassName: 'ip network', handle: 'NET-1', name: 'EXAMPLE-NET', startAddress: '192.0.2.0', endAddress: '192.0.3.127', status: ['active'],
    entities: [
      { objectClassName: 'entity', handle: 'ORG-1', roles: ['registrant'], vcardArray: card('Example University', 'org', 'info@example.ac.jp') },
      { objectClassName: 'entity', handle: 'ABUSE-1', roles: ['abuse'], vcardArray: card('Abuse desk', 'group', 'abuse@example.ac.jp') },
    ],
  }
  const two = JSON.stringify([answer, { objectClassName: 'nameserver' }], null, 1)
  const line = two.split('\n').lastIndexOf(' {') + 1
  expect(read('net.json', two).refusals).toEqual([{ line, reason: 'is no RDAP object of a network, a domain or an entity' }])
  expect(read('net.json', JSON.stringify(answer)).drafts).toEqual([
    { kind: 'organisation', line: 1, id: 'ORG-1', name: 'Example University' },
    { kind: 'contact', line: 1, id: 'ABUSE-1', name: 'Abuse desk', mail: ['abuse@example.ac.jp'] },
    { kind: 'prefix', line: 1, network: '192.0.2.0/24', name: 'EXAMPLE-NET', organisation: 'ORG-1', contacts: ['ABUSE-1'] },
    { kind: 'prefix', line: 1, network: '192.0.3.0/25', name: 'EXAMPLE-NET', organisation: 'ORG-1', contacts: ['ABUSE-1'] },
  ])
})

test('NetBox tells of tenants, sites, prefixes, and of devices with their interfaces', () => {
  const url = (path: string) => `https://netbox.example/api/${path}/`
  const answers = [
    { count: 1, results: [{ id: 1, url: url('tenancy/tenants/1'), name: 'Physics', slug: 'physics' }] },
    { results: [{ id: 2, url: url('dcim/sites/2'), name: 'Hongo', slug: 'hongo', physical_address: 'Tokyo', tenant: null }] },
    { results: [{ id: 3, url: url('ipam/prefixes/3'), prefix: '2001:db8:1::/48', status: { value: 'active', label: 'Active' }, tenant: { id: 1, name: 'Physics', slug: 'physics' }, site: { id: 2, slug: 'hongo' } }] },
    { results: [{ id: 4, url: url('dcim/devices/4'), name: 'srv-1', device_type: { model: 'R750' }, serial: 'X1', rack: { name: 'R3' }, site: { slug: 'hongo' }, primary_ip4: { address: '192.0.2.10/24' } }] },
    { results: [{ id: 5, url: url('dcim/interfaces/5'), device: { id: 4, name: 'srv-1' }, name: 'eth0', mac_address: '00:11:22:33:44:55' }] },
    { results: [{ id: 6, url: url('dcim/cables/6') }, 'text'] },
  ]
  const { drafts, refusals } = read('all.json', JSON.stringify(answers))
  expect(drafts).toEqual([
    { kind: 'organisation', line: 1, id: 'physics', name: 'Physics' },
    { kind: 'site', line: 1, id: 'hongo', name: 'Hongo', address: 'Tokyo' },
    { kind: 'prefix', line: 1, network: '2001:db8:1::/48', organisation: 'physics', site: 'hongo', use: 'used' },
    { kind: 'device', line: 1, id: 'srv-1', name: 'srv-1', type: 'R750', hostnames: ['srv-1'], serial: 'X1', addresses: ['192.0.2.10'], site: 'hongo', place: 'R3', macs: ['00:11:22:33:44:55'] },
  ])
  expect(refusals).toEqual([
    { line: 1, reason: 'objects under https://netbox.example/api/dcim/cables/6/ are of no use here' }, { line: null, reason: 'is no object of NetBox, or not as it writes them' },
  ])
})

test('LDIF tells of people and machines, folded and in base64', () => {
  const ldif = [
    'version: 1', '', 'dn: uid=eve,ou=people,dc=example', 'objectClass: top', 'objectClass: inetOrgPerson', 'uid: eve', `cn:: ${Buffer.from('山田 花子').toString('base64')}`, 'mail: eve@exam', ' ple.jp',
    'preferredLanguage: ja-JP', '', '# a machine', 'dn: CN=PC-7,OU=pcs', 'objectClass: user', 'objectClass: computer', 'cn: PC-7', 'dNSHostName: pc-7.example.jp', 'managedBy: uid=eve,ou=people',
    'jpegPhoto:< file:///etc/passwd', '', 'dn: cn=x', 'changetype: delete', '', 'dn: cn=odd', 'objectClass: printQueue', '', 'no attribute',
  ].join('\n')
  expect(read('export.ldif', ldif)).toEqual({
    drafts: [
      { kind: 'contact', line: 3, id: 'eve', name: '山田 花子', mail: ['eve@example.jp'], accounts: ['eve'], language: 'ja' },
      { kind: 'device', line: 13, id: 'PC-7', name: 'PC-7', hostnames: ['pc-7.example.jp', 'PC-7'], owner: 'eve' },
    ],
    refusals: [
      { line: 21, reason: 'is a change, not an entry' }, { line: 24, reason: 'is neither a person, a machine nor an organisation' }, { line: 27, reason: 'line 27 is no attribute' },
    ],
  })
})

test('whatever a file holds, it gives entries or reasons', () => {
  const piece = fc.oneof(fc.string(), fc.json(), fc.constantFrom('kind,id\n', 'dn: a=b\n', 'objectClass: person\n', '{"objectClassName":"ip network"', '"entities":[', '"', '\n', ',', '{', '}', '[[', '"url":"/api/dcim/devices/1/"'))
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('csv', 'rdap', 'netbox', 'ldif', undefined), (pieces, format) => {
    const { drafts, refusals } = readDrafts({ name: 'devices.txt', bytes: Buffer.from(pieces.join('')), ...(format !== undefined && { format }) })
    for (const { kind, body } of drafts) expect(['entry', 'problem']).toContain(Object.keys(readEntry(kind, body))[0])
    for (const { reason } of refusals) expect(reason.length).toBeLessThan(300)
  }), { numRuns: byDepth(100, 2_000, 200_000) })
})
