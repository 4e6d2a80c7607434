import { join } from 'node:path'
import { followFiles } from '../../observe/file-tail/follow-files.ts'
import type { WantedSource } from '../../pipeline/collect/source-collection.ts'

/** What `noroshi ai mcp-proxy` writes down, which agents start by themselves beside this program. @param folder where the gateway keeps its files */
export function agentRecordsSource(folder: string, organisation: string): WantedSource {
  return { kind: 'files', source: { organisation, name: 'ai-agents', format: 'json' }, receive: spool => followFiles({ paths: [join(folder, 'mcp-*.jsonl')] }, spool) }
}
