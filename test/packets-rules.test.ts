import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import { captureDecoder } from '../src/observe/session/evidence/capture-decoder.ts'
import type { Said } from '../src/observe/session/testing/dialogue.ts'
import { dialogue } from '../src/observe/session/testing/dialogue.ts'
import { pipeOpened, smb2 } from '../src/observe/session/testing/smb-packets.ts'
import { memoryEvidence } from './memory-evidence.ts'
import { describeWithData, testData } from './test-data.ts'

/** A call over a pipe that is open: its operation in the interface. */
function called(identifier: string, operation: number): Said {
  const packet = (type: number, body: Buffer) => {
    const header = Buffer.from([5, 0, type, 3, 0x10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
    header.writeUInt16LE(16 + body.length, 8)
    return Buffer.concat([header, body])
  }
  const [a = '', b = '', c = '', d = '', e = ''] = identifier.split('-')
  const swapped = Buffer.from(d + e, 'hex')
  const head = Buffer.concat([a, b, c].map(part => Buffer.from(part, 'hex').reverse()))
  const bind = packet(11, Buffer.concat([Buffer.from('d016d016000000000100000000000100', 'hex'), head, swapped, Buffer.alloc(24)]))
  const call = packet(0, Buffer.from([0, 0, 0, 0, 0, 0, operation, 0]))
  const write = (bytes: Buffer) => {
    const fixed = Buffer.alloc(48)
    fixed.writeUInt16LE(112, 2)
    fixed.writeUInt32LE(bytes.length, 4)
    return Buffer.concat([fixed, bytes])
  }
  return [['client', smb2(9, false, 8, write(bind)) + smb2(9, false, 9, write(call))]]
}

const ask = (text: string): Said => [['client', text], ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nMZ']]

describeWithData('the public rules for Zeek', ['sigma/rules', 'pcap/ja4/pcap', 'pcap/tcpdump'], () => {
  const house = openHouse({ ruleDirectories: [testData('sigma/rules/rules/network/zeek'), testData('sigma/rules/rules-emerging-threats/2021/Exploits')], vacuous: 'kept' })

  async function matched(capture: Uint8Array): Promise<readonly string[]> {
    const file = memoryEvidence(capture)
    const planner = captureDecoder().planner(file.settings)
    planner.push(capture)
    const titles = new Set<string>()
    for (const chunk of planner.end()) {
      for await (const batch of captureDecoder().decode(file, chunk, { error: () => {} })) {
        for (const detector of house.detectors) for (const { rule } of detector.inspect(batch)) titles.add(rule.title)
      }
    }
    return [...titles].sort()
  }

  test.each<[string, Said, readonly string[]]>([
    ['a pipe that is usual', pipeOpened('lsarpc'), []],
    ['a program that PsExec is not', pipeOpened('abc-stdin'), ['Suspicious PsExec Execution - Zeek']],
    ['a service made from afar', [...pipeOpened('svcctl'), ...called('367abb81-9844-35f1-ad32-98f038001003', 12)], ['MITRE BZAR Indicators for Execution']],
    ['a driver of a printer', [...pipeOpened('spoolss'), ...called('12345678-1234-abcd-ef00-0123456789ab', 89)], ['Possible PrintNightmare Print Driver Install - CVE-2021-1675', 'SMB Spoolss Name Piped Usage']],
    ['an encrypted file as bait', [...pipeOpened('lsarpc'), ...called('c681d488-d850-11d0-8c52-00c04fd90f7e', 0)], ['Potential PetitPotam Attack Via EFS RPC Calls']],
    ['a program over WebDAV', ask('GET /webdav/a HTTP/1.1\r\nHost: a.example\r\nUser-Agent: Microsoft-WebDAV-MiniRedir/10\r\n\r\n'), ['Executable from Webdav']],
    ['a command without sign-in', ask('POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx'), ['OMIGOD HTTP No Authentication RCE - CVE-2021-38647']],
    ['the same with sign-in', ask('POST /wsman HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nContent-Length: 1\r\n\r\nx'), []],
  ])('match what they are about: %s', async (_what, said, titles) => {
    expect(await matched(dialogue(said, { serverPort: 445 }))).toEqual([...titles].sort())
  })

  test.each([['ssh2.pcapng'], ['browsers-x509.pcapng'], ['http1.pcapng'], ['latest.pcapng']])('are silent on ordinary traffic: %s', async name => {
    expect(await matched(readFileSync(testData('pcap/ja4/pcap', name)))).toEqual([])
  })

  test('match what a capture of name servers holds', async () => {
    expect(await matched(readFileSync(testData('pcap/tcpdump/tests/dnssec.pcap')))).toEqual(['Suspicious DNS Z Flag Bit Set'])
  })

  test('are silent on file servers, mail and FTP', async () => {
    expect(await matched(gunzipSync(readFileSync(join(import.meta.dirname, '../src/observe/session/golden/servers.pcap.gz'))))).toEqual([])
  })
})
