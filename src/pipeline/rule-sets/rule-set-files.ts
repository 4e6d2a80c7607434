import type { RuleSetFile } from '../../store/rule-sets/rule-sets.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import { openMember } from '../evidence/open-member.ts'

/** What could not be read of a directory or an archive of rules, and why. */
export interface UnreadRules {
  readonly path: string
  readonly reason: string
}

export interface RuleSetSource {
  readonly files: readonly RuleSetFile[]
  readonly unread: readonly UnreadRules[]
}

/**
 * The files of rules in a directory, an archive or one file: rules, correlations, filters and tests of rules. Whatever else lies beside them
 * is left, and so is YAML that is larger than rules are.
 *
 * @param mostBytes of one file
 */
export async function ruleSetFiles(source: string, archives: DiscoverOptions, mostBytes: number): Promise<RuleSetSource> {
  const files: RuleSetFile[] = []
  const unread: UnreadRules[] = []
  for await (const found of discover([source], archives)) {
    if (found.kind === 'unreadable') {
      unread.push({ path: found.path, reason: found.reason })
      continue
    }
    const { path } = found.locator
    if (!isRulePath(path, source) || found.sizeHint > mostBytes) continue
    const blocks: Uint8Array[] = []
    for await (const block of openMember(found.locator, 0, mostBytes + 1, ({ reason }) => unread.push({ path, reason }))) blocks.push(block.slice())
    files.push({ path: withinSource(path, source), text: Buffer.concat(blocks).toString('utf8') })
  }
  return { files, unread }
}

/** One file alone is taken for rules whatever it is called: an upload has no name on the disk. */
function isRulePath(path: string, source: string): boolean {
  return path === source || /\.ya?ml$/i.test(path)
}

function withinSource(path: string, source: string): string {
  return path === source ? 'rules.yml' : path.slice(source.length).replaceAll('!/', '/')
}
