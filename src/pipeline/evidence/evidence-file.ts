import type { DecodeReport, DecodeSettings, EvidenceFile } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import type { MemberLocator } from './member-locator.ts'
import { openMember } from './open-member.ts'
import type { Surveyed } from './survey.ts'

/**
 * The reading side of a surveyed member, for a worker. What cannot be read is told to `report` and ends the iteration; what the survey
 * has told already lies behind the surveyed bytes and is not met again.
 *
 * @param onBytes told how many bytes were handed out
 */
export async function evidenceFile(
  surveyed: Surveyed,
  settings: DecodeSettings,
  report: DecodeReport,
  onBytes: (bytes: number) => void = () => {},
): Promise<EvidenceFile> {
  const { locator, sha256, bytes } = surveyed
  const head = await readHead(locator, Math.min(bytes, HEAD_BYTES))
  return {
    sha256,
    bytes,
    head,
    settings,
    async* read(from, to) {
      for await (const block of openMember(locator, from, Math.min(to, bytes), error => report.error(error))) {
        onBytes(block.length)
        yield block
      }
    },
  }
}

async function readHead(locator: MemberLocator, bytes: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for await (const block of openMember(locator, 0, bytes, () => {})) blocks.push(block.slice())
  return Buffer.concat(blocks)
}
