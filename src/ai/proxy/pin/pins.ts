import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { GuardJudgement } from '../../judge/verdict.ts'
import { ALLOWED } from '../../judge/verdict.ts'
import { shortened } from '../../judge/shown.ts'
import { DEFINITION_BYTES, FIRST_LIST_MS, MOST_PINNED, MOST_WAITING } from '../defaults.ts'
import { canonicalHash, canonicalText } from './canonical-text.ts'
import type { Described } from './described.ts'
import { changedMembers } from './described.ts'
import type { PinEntry, PinKind } from './pin-entry.ts'
import { PinLog } from './pin-log.ts'
import type { PinState, PinStates } from './pin-states.ts'
import { pinKey } from './pin-states.ts'
import type { ForeignTool } from './shadowing.ts'

/** Who accepts what was never seen before: the first use, or a person. */
export type PinPolicy = 'first-use' | 'ask'

const FIRST_USE = 'first-use'

/** What a server may describe to models: as it was accepted, and in no other words. */
export class Pins {
  readonly #server: string
  readonly #policy: PinPolicy
  readonly #log: PinLog
  /** What the server said last, as far as this process knows. */
  readonly #current = new Map<string, { readonly hash: string; readonly judgement: GuardJudgement }>()
  /** Of other servers, by their paths. */
  readonly #others = new Map<string, PinLog>()

  constructor(server: string, policy: PinPolicy, path: string) {
    this.#server = server
    this.#policy = policy
    this.#log = new PinLog(path)
  }

  /**
   * Judges a description, and writes down what is new.
   *
   * @param findings what speaks against it by itself; a person may accept it all the same
   * @throws what the file system says
   */
  look(subject: Described, findings: readonly GuardJudgement[]): GuardJudgement {
    const { kind, name, definition } = subject
    const text = canonicalText(definition)
    if (text.length > DEFINITION_BYTES) return this.#met(subject, '', pinned('block', 'too-long', { en: `the description of ${shortened(name)} is too long to be looked through`, ja: `${shortened(name)} の説明が長すぎて検査できない` }))
    const hash = canonicalHash(definition)
    const state = this.#read().get(pinKey(kind, name))
    if (state?.accepted?.hash === hash && state.accepted.by !== FIRST_USE) return this.#met(subject, hash, ALLOWED)
    const grave = findings.find(({ verdict }) => verdict === 'block')
    if (grave !== undefined) {
      this.#note(subject, hash, state, 'seen')
      return this.#met(subject, hash, { ...grave, reason: this.#withWay(grave.reason, kind, name) })
    }
    if (state?.accepted?.hash === hash) {
      if (state.last !== hash) this.#note(subject, hash, state, 'seen')
      return this.#met(subject, hash, ALLOWED)
    }
    return this.#met(subject, hash, state === undefined || state.accepted === null ? this.#first(subject, hash, state, findings[0] ?? ALLOWED) : this.#changed(subject, hash, state, state.accepted))
  }

  /** Whether a tool may be called: as it was described last. */
  callable(kind: PinKind, name: string): GuardJudgement {
    const current = this.#current.get(pinKey(kind, name))
    const state = this.#read().get(pinKey(kind, name))
    const hash = current?.hash ?? state?.last
    const accepted = state?.accepted ?? null
    if (accepted !== null && accepted.hash === hash && (accepted.by !== FIRST_USE || current === undefined || current.judgement.verdict !== 'block')) return ALLOWED
    if (current?.judgement.verdict === 'block') return current.judgement
    if (state === undefined) {
      return pinned('block', 'not-described', { en: `${this.#server} has not described ${shortened(name)}: nothing is known of it; list its tools first`, ja: `${this.#server} は ${shortened(name)} を説明していない。先にツール一覧を取得すること` })
    }
    return state.accepted === null ? this.#unknown(kind, name) : this.#otherThanAccepted(kind, name, state.accepted, [])
  }

  /** Tools of all other servers that are pinned beside this one. */
  foreign(): ForeignTool[] {
    const folder = dirname(this.#log.path)
    if (!existsSync(folder)) return []
    const others = readdirSync(folder, { withFileTypes: true }).filter(each => each.isFile() && each.name.endsWith('.jsonl') && each.name !== basename(this.#log.path))
    return others.flatMap(({ name: file }) => [...this.#logOf(join(folder, file)).states().values()]
      .filter(({ kind, accepted }) => kind === 'tool' && accepted !== null).map(({ name }) => ({ server: file.replace(/\.jsonl$/, ''), name })))
  }

  #first(subject: Described, hash: string, state: PinState | undefined, flagged: GuardJudgement): GuardJudgement {
    const states = this.#read()
    if (this.#policy === 'ask' || states.size >= MOST_PINNED) {
      this.#note(subject, hash, state, 'seen')
      return this.#unknown(subject.kind, subject.name)
    }
    const began = this.#log.began()
    this.#note(subject, hash, state, 'accepted')
    if (began === null || Date.now() - Date.parse(began) < FIRST_LIST_MS || flagged.verdict !== 'allow') return flagged
    return pinned('flag', 'added', { en: `${this.#server} describes ${shortened(subject.name)}, which it did not have before`, ja: `${this.#server} に以前はなかった ${shortened(subject.name)} が加わった` })
  }

  #changed(subject: Described, hash: string, state: PinState, accepted: PinEntry): GuardJudgement {
    this.#note(subject, hash, state, 'seen')
    return this.#otherThanAccepted(subject.kind, subject.name, accepted, changedMembers(accepted.definition, subject.definition, canonicalText))
  }

  #otherThanAccepted(kind: PinKind, name: string, { time }: PinEntry, members: readonly string[]): GuardJudgement {
    const what = members.length === 0 ? '' : ` (${shortened(members.join(', '))})`
    const day = time.slice(0, 10)
    return pinned('block', 'changed', this.#withWay({
      en: `what ${this.#server} says of ${shortened(name)} is not what was accepted on ${day}${what}`, ja: `${this.#server} による ${shortened(name)} の説明が、${day} に承認されたものから変わっている${what}`,
    }, kind, name))
  }

  #unknown(kind: PinKind, name: string): GuardJudgement {
    return pinned('block', 'not-accepted', this.#withWay({ en: `nobody has accepted ${shortened(name)} of ${this.#server} yet`, ja: `${this.#server} の ${shortened(name)} はまだ承認されていない` }, kind, name))
  }

  /** How a person decides otherwise. */
  #withWay({ en, ja }: GuardJudgement['reason'], kind: PinKind, name: string): GuardJudgement['reason'] {
    const named = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name)
    const command = `noroshi ai pins accept ${this.#server} ${kind === 'tool' ? '' : `--kind ${kind} `}${shortened(named)}`
    return { en: `${en}; look at it with noroshi ai pins list ${this.#server}, accept it with ${command}`, ja: `${ja}。noroshi ai pins list ${this.#server} で確認し、${command} で承認できる` }
  }

  #met({ kind, name }: Described, hash: string, judgement: GuardJudgement): GuardJudgement {
    if (this.#current.size < MOST_PINNED * 2) this.#current.set(pinKey(kind, name), { hash, judgement })
    return judgement
  }

  /** Each description is noted once; what goes back to one that waits or is accepted, too. */
  #note({ kind, name, definition }: Described, hash: string, state: PinState | undefined, decision: PinEntry['decision']): void {
    if (decision === 'seen' && (state?.last === hash || (state !== undefined && state.waiting.length >= MOST_WAITING))) return
    if (decision === 'seen' && state === undefined && this.#read().size >= MOST_PINNED) return
    const isKnown = state?.accepted?.hash === hash || state?.waiting.some(each => each.hash === hash) === true
    this.#log.append({ time: new Date().toISOString(), kind, name, hash, decision, by: FIRST_USE, ...(isKnown ? {} : { definition }) })
  }

  #read(): PinStates {
    return this.#log.states()
  }

  #logOf(path: string): PinLog {
    const log = this.#others.get(path) ?? new PinLog(path)
    this.#others.set(path, log)
    return log
  }
}

function pinned(verdict: 'flag' | 'block', kind: 'changed' | 'added' | 'not-accepted' | 'not-described' | 'too-long', reason: GuardJudgement['reason']): GuardJudgement {
  return { verdict, layer: 'pin', kind, score: verdict === 'block' ? 1 : 0.5, reason }
}
