import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { describeWithData, testData, testFiles } from '../../../test/test-data.ts'
import { sessionsOf } from './testing/sessions-of.ts'

/** Of the capture. */
function nameOf(snapshot: string): string {
  return basename(snapshot).replace(/^.*@|\.snap$/g, '')
}

/** Endpoints and JA4 of each stream of a snapshot; whichever side spoke first stands first there. */
function expectedOf(path: string): string[] {
  return readFileSync(path, 'utf8').split(/^- stream:/m).slice(1).flatMap(stream => {
    const value = (name: string) => new RegExp(`^  ${name}: (.*)$`, 'm').exec(stream)?.[1]
    const ja4 = value('ja4')
    if (ja4 === undefined) return []
    return [lineOf(value('src'), value('src_port'), value('dst'), value('dst_port'), ja4)]
  }).sort()
}

function lineOf(source: unknown, sourcePort: unknown, destination: unknown, destinationPort: unknown, ja4: unknown): string {
  return [...[`${source} ${sourcePort}`, `${destination} ${destinationPort}`].sort(), ja4].join(' ')
}

describeWithData('JA4 of all given captures', ['pcap/ja4'], () => {
  const snapshots = testFiles('pcap/ja4/rust', '.snap').filter(path => existsSync(testData('pcap/ja4/pcap', nameOf(path))))

  test.each(snapshots.map(path => [nameOf(path), path] as const))('equals the snapshot: %s', async (name, path) => {
    const capture = testData('pcap/ja4/pcap', name)
    const { events } = await sessionsOf(capture)
    const found = events.filter(({ ja4 }) => ja4 !== undefined)
      .map(event => lineOf(event['id.orig_h'], event['id.orig_p'], event['id.resp_h'], event['id.resp_p'], event['ja4'])).sort()
    expect(found).toEqual(expectedOf(path))
  })
})
