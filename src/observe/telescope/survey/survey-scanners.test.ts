import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { readSurveyKnowledge } from './read-survey-knowledge.ts'
import { NO_KNOWLEDGE, SurveyScanners } from './survey-scanners.ts'

const source = (text: string, address: number | Uint32Array, packets = 1, ports = 1) => ({ text, address, packets, ports })

describe('who surveys the internet', () => {
  test('asks for 30 ports and sends a packet to each 200th address a day, in less time fewer', () => {
    const surveys = new SurveyScanners(NO_KNOWLEDGE, 1_310_720)
    const judge = (packets: number, ports: number, days: number) => surveys.sign(source('192.0.2.1', 0xc0000201, packets, ports), days)
    expect([judge(6_554, 30, 1), judge(6_553, 30, 1), judge(6_554, 29, 1), judge(3_277, 30, 0.5), judge(299, 60, 0.001)]).toEqual(['behaviour', null, null, 'behaviour', null])
  })

  test('or is listed, or has a name that says so', () => {
    const folder = temporaryFolder({
      'list.txt': '# ours\n192.0.2.0/24\n2001:db8::/32 # IPv6\nscan.example.org\n',
      'names.txt': '203.0.113.5, Probe1.Shodan.io.\n203.0.113.6 host.scan.example.org\n203.0.113.7 notshodan.io\n',
    })
    const surveys = new SurveyScanners(readSurveyKnowledge({ list: join(folder, 'list.txt'), names: join(folder, 'names.txt') }), null)
    expect([
      surveys.sign(source('192.0.2.9', 0xc0000209), 1),
      surveys.sign(source('2001:db8::1', Uint32Array.of(0x20010db8, 0, 0, 1)), 1),
      surveys.sign(source('203.0.113.5', 0xcb007105), 1),
      surveys.sign(source('203.0.113.6', 0xcb007106), 1),
      surveys.sign(source('203.0.113.7', 0xcb007107), 1),
    ]).toEqual(['list', 'list', 'name', 'name', null])
  })

  test.each([
    ['list.txt', 'fine.example.org\nnot a domain\n', /list\.txt:2: neither an address, a prefix nor a domain/],
    ['names.txt', '203.0.113.5\n', /names\.txt:1: no address with its name/],
  ])('a file that is wrong is refused with its line: %s', (name, content, message) => {
    const path = join(temporaryFolder({ [name]: content }), name)
    expect(() => readSurveyKnowledge(name === 'list.txt' ? { list: path } : { names: path })).toThrow(message)
  })
})
