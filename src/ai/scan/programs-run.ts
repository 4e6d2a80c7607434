import { placeOfKey, textsOf } from './json-value.ts'
import type { Json } from './json-value.ts'

/** Keys whose text a shell runs by itself: helpers that give keys and headers, and what finds and calls tools. */
const HELPERS = new Set(['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper', 'gcpAuthRefresh', 'headersHelper', 'discoveryCommand', 'callCommand', 'toolDiscoveryCommand', 'toolCallCommand', 'serverCommand', 'mcpServerCommand', 'test-cmd', 'lint-cmd'])
/** Those that are there to read a key; one program that does no more is what it should be. */
const GIVES_KEY = new Set(['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper', 'gcpAuthRefresh', 'headersHelper'])
const MORE_THAN_READING = /[|;&\x60<>]|\$\(|\bcurl\b|\bwget\b|https?:/
/** Where hooks and lines of state stand, and what a machine in the cloud is set up by (`.cursor/environment.json`). */
const HOOKS = /(?:^|\.)(?:hooks|statusLine|subagentStatusLine|fileSuggestion|terminals)(?:[.[]|$)/

/** A command that settings have run without anybody's doing. */
export interface ProgramRun {
  readonly command: string
  readonly place: string
}

export function programsRun(value: Json, place: string): ProgramRun[] {
  const isHook = HOOKS.test(place)
  const notified = place === '' && Array.isArray(value['notify']) ? [{ command: textsOf(value['notify']).join(' '), place: 'notify' }] : []
  return Object.entries(value).reduce<ProgramRun[]>((run, [key, member]) => {
    if (typeof member !== 'string' || !(HELPERS.has(key) || (isHook && /^(?:command|bash|powershell)$/.test(key)))) return run
    if (GIVES_KEY.has(key) && !MORE_THAN_READING.test(member)) return run
    run.push({ command: [member, ...(Array.isArray(value['args']) ? textsOf(value['args']) : [])].join(' '), place: placeOfKey(place, key) })
    return run
  }, notified)
}
