import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { pinFolder } from '../ai/proxy/open-passage.ts'
import { acceptPins, pinned } from '../ai/proxy/pin/accept-pins.ts'
import { canonicalText } from '../ai/proxy/pin/canonical-text.ts'
import { changedMembers } from '../ai/proxy/pin/described.ts'
import type { PinKind } from '../ai/proxy/pin/pin-entry.ts'
import type { PinState } from '../ai/proxy/pin/pin-states.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { PinLine } from './ai-schema.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf } from './settings.ts'

export interface PinListOptions extends CommonOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
  readonly waiting?: boolean
}

export interface PinAcceptOptions extends CommonOptions {
  readonly all?: boolean
  readonly kind?: PinKind
  readonly hash?: string
  readonly actor?: string
  readonly lang: 'en' | 'ja'
}

/** `noroshi ai pins list`. Exit code 1 when something waits for a person. */
export function aiPinsList(server: string | undefined, options: PinListOptions): number {
  const folder = folderOf(options)
  const servers = server === undefined ? serversIn(folder) : [known(folder, server)]
  const lines = servers.flatMap(name => pinned(folder, name).map(state => lineOf(name, state))).filter(({ waiting }) => options.waiting !== true || waiting.length > 0)
  const words = WORDS[options.lang]
  if (options.json === true) for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`)
  else {
    for (const { server: name, kind, name: tool, accepted, waiting } of lines) {
      const by = accepted === null ? words.none : words.accepted(accepted.time.slice(0, 16).replace('T', ' '), accepted.by, accepted.hash.slice(0, 12))
      process.stdout.write(`${printable(name)}  ${words[kind]}  ${printable(tool)}  ${printable(by)}\n`)
      for (const { time, hash, changed, description } of waiting) {
        process.stdout.write(`  ${words.waits(time.slice(0, 16).replace('T', ' '), hash.slice(0, 12), changed.join(', '))}\n    ${printable(description)}\n`)
      }
    }
    if (lines.length === 0) process.stdout.write(`${words.nothing}\n`)
  }
  return lines.some(({ waiting }) => waiting.length > 0) ? 1 : 0
}

/** `noroshi ai pins accept`. */
export function aiPinsAccept(server: string, names: readonly string[], options: PinAcceptOptions): number {
  if ((options.all === true) === (names.length > 0)) throw new NoroshiError('usage', 'name what to accept, or say --all')
  const folder = folderOf(options)
  known(folder, server)
  const accepted = acceptPins(folder, server, { names: options.all === true ? null : names, kind: options.kind ?? null, hash: options.hash ?? null, by: options.actor ?? userInfo().username })
  for (const { kind, name } of accepted) process.stdout.write(`${WORDS[options.lang].done(WORDS[options.lang][kind], printable(name))}\n`)
  if (accepted.length === 0) process.stdout.write(`${WORDS[options.lang].nothing}\n`)
  return 0
}

function folderOf(options: CommonOptions): string {
  return pinFolder(join(dataPathsOf(options).path, 'gateway'))
}

function serversIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.jsonl')).map(name => name.replace(/\.jsonl$/, '')).sort() : []
}

/** A name is a part of a path. */
function known(folder: string, server: string): string {
  if (!serversIn(folder).includes(server)) throw new NoroshiError('usage', `no server ${server} has described anything; there are ${serversIn(folder).join(', ') || 'none'}`)
  return server
}

function lineOf(server: string, { kind, name, accepted, waiting }: PinState): PinLine {
  return {
    server, kind, name, accepted: accepted === null ? null : { time: accepted.time, by: accepted.by, hash: accepted.hash },
    waiting: waiting.map(({ time, hash, definition }) => ({
      time, hash, changed: accepted === null ? [] : changedMembers(accepted.definition, definition, canonicalText), description: canonicalText(definition),
    })),
  }
}

const WORDS = {
  en: {
    tool: 'tool', prompt: 'prompt', instructions: 'instructions', card: 'card', none: 'not accepted', nothing: 'Nothing is there.',
    accepted: (time: string, by: string, hash: string) => `accepted ${time} by ${by} (${hash})`,
    waits: (time: string, hash: string, changed: string) => `waits since ${time} (${hash})${changed === '' ? '' : `; changed: ${changed}`}`,
    done: (kind: string, name: string) => `accepted: ${kind} ${name}`,
  },
  ja: {
    tool: 'ツール', prompt: 'プロンプト', instructions: '使用説明', card: 'カード', none: '未承認', nothing: '該当するものはありません。',
    accepted: (time: string, by: string, hash: string) => `${time} に ${by} が承認（${hash}）`,
    waits: (time: string, hash: string, changed: string) => `${time} から承認待ち（${hash}）${changed === '' ? '' : `。変更箇所: ${changed}`}`,
    done: (kind: string, name: string) => `承認しました: ${kind} ${name}`,
  },
} as const
