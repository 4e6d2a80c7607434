import type { PlacedFinding } from '../scan-finding.ts'

const WHOLE_DISK = /^(?:\/|~\/?|[A-Za-z]:[\\/]?|\$\{?(?:env:)?HOME\}?\/?|\$\{userHome\}\/?|%USERPROFILE%\\?|\/(?:home|Users|etc|root|var)\/?|\/(?:home|Users)\/[^/*]+\/?)$/

export function isWholeDisk(path: string): boolean {
  return WHOLE_DISK.test(path)
}

/** The finding that an agent or a server was given a whole disk or home folder; none where the path is narrower. */
export function wholeDisk(path: string, place: string): PlacedFinding[] {
  if (!isWholeDisk(path)) return []
  return [{
    check: 'whole-disk', severity: 'high', place, reason: { en: `it may read and write all below ${path}`, ja: `${path} 以下のすべてを読み書きできる` },
    mend: { en: 'give it the one folder that it needs', ja: '必要なフォルダーだけを渡す' },
  }]
}
