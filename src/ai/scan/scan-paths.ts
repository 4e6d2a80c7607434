import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Guard } from '../judge/guard.ts'
import { MOST_DEPTH, MOST_FILES, MOST_FILE_BYTES, MOST_FINDINGS } from './defaults.ts'
import { scanConfiguration } from './scan-configuration.ts'
import type { ScanFinding } from './scan-finding.ts'
import { scanInstructions } from './scan-instructions.ts'

export interface Scanned {
  readonly files: readonly string[]
  readonly findings: readonly ScanFinding[]
  readonly unread: readonly { readonly file: string; readonly reason: string }[]
}

/** How agents call what configures and instructs them. */
const CONFIGURATION = /^(?:\.?mcp(?:_config|_settings)?|claude_desktop_config|cline_mcp_settings|settings(?:\.local)?|agent[-\w]*|tools?|\.claude)\.(?:json|jsonc|ya?ml)$/i
const INSTRUCTIONS = /^(?:SKILL|CLAUDE|AGENTS?|GEMINI|copilot-instructions|\.?cursorrules|\.?windsurfrules|.*\.mdc|.*\.prompt)(?:\.md|\.txt)?$|\.mdc$|\.prompt\.md$/i
const PASSED_OVER = new Set(['node_modules', '.git', 'dist', 'target', '__pycache__', '.venv'])

/** Files that are named, and those below folders that configure or instruct agents. Nothing is run, asked or fetched. */
export function scanPaths(guard: Guard, paths: readonly string[]): Scanned {
  const files: string[] = []
  const unread: { file: string; reason: string }[] = []
  const findings: ScanFinding[] = []
  for (const path of paths) {
    if (statSync(path).isDirectory()) filesBelow(path, 0, files, unread)
    else files.push(path)
  }
  for (const file of files) {
    try {
      const { size } = statSync(file)
      if (size > MOST_FILE_BYTES) unread.push({ file, reason: `it is larger than ${MOST_FILE_BYTES} bytes` })
      else findings.push(...scanText(guard, file, readFileSync(file, 'utf8')).slice(0, MOST_FINDINGS))
    } catch (cause) {
      unread.push({ file, reason: messageOf(cause) })
    }
  }
  return { files, findings, unread }
}

function scanText(guard: Guard, file: string, text: string): ScanFinding[] {
  const isData = /\.(?:jsonc?|ya?ml)$/i.test(file)
  const found = isData ? scanConfiguration(guard, parseData(file, text)) : scanInstructions(guard, text)
  return found.map(each => ({ ...each, file }))
}

/** Comments and commas at the end are common in what people edit by hand. @throws Error where it is neither */
function parseData(file: string, text: string): unknown {
  if (/\.ya?ml$/i.test(file)) return parse(text, { maxAliasCount: 100 })
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse(text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, '$1').replaceAll(/("(?:[^"\\]|\\.)*")|,(\s*[}\]])/g, '$1$2'))
  }
}

function filesBelow(folder: string, depth: number, files: string[], unread: { file: string; reason: string }[]): void {
  if (depth > MOST_DEPTH || files.length >= MOST_FILES) return
  let names: string[]
  try {
    names = readdirSync(folder).sort()
  } catch (cause) {
    unread.push({ file: folder, reason: messageOf(cause) })
    return
  }
  for (const name of names) {
    const path = join(folder, name)
    // Links may lead anywhere.
    const entry = lstatSync(path, { throwIfNoEntry: false })
    if (entry?.isDirectory() === true && !PASSED_OVER.has(name)) filesBelow(path, depth + 1, files, unread)
    else if (entry?.isFile() === true && (CONFIGURATION.test(name) || INSTRUCTIONS.test(basename(name)))) files.push(path)
  }
}
