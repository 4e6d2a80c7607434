import { createHash } from 'node:crypto'
import type { Guard } from '../../judge/guard.ts'
import { judgeDescription } from '../../proxy/judge-description.ts'
import { canonicalHash } from '../../proxy/pin/canonical-text.ts'
import { described } from '../../proxy/pin/described.ts'
import { findSecrets } from '../../secret/find-secrets.ts'
import { masked } from '../../judge/shown.ts'
import { TRIES } from '../defaults.ts'
import type { Attempt, RedTeamRun, RunOptions } from '../red-team-run.ts'
import { askOrdinary, attempted, madeBefore, takeFirst, wantedAttacks, wantedGoals } from '../red-team-run.ts'
import { RunWatch } from '../run-watch.ts'
import type { McpChannel, ServerAnswer, ServerTool } from './mcp-client.ts'
import { McpClient } from './mcp-client.ts'
import type { ServerGoal, ServerPlan } from './server-plan.ts'
import type { TextPlace } from './tool-arguments.ts'
import { isHarmless, ordinaryArguments, textPlaces } from './tool-arguments.ts'
import type { Traps } from './traps.ts'
import { setTraps, withTraps } from './traps.ts'

export interface ServerRedTeamOptions extends RunOptions {
  readonly guard: Guard
  readonly plan: ServerPlan
}

interface Scene {
  readonly client: McpClient
  readonly tools: readonly ServerTool[]
  readonly traps: Traps
  readonly guard: Guard
}

/**
 * Attacks a server of tools (MCP): reads what it says of them, and gives them arguments that a weak one obeys. What was planted decides. Tools that destroy or
 * send are not called. One at a time, so that what was fetched was fetched for the attempt.
 *
 * @throws Error when it cannot be asked at all
 */
export async function runServerRedTeam(channel: McpChannel, options: ServerRedTeamOptions): Promise<RedTeamRun> {
  const { guard, plan, seed, tries = TRIES } = options
  const started = new Date().toISOString()
  const watch = new RunWatch(options.stop)
  const traps = await setTraps(seed)
  try {
    const client = await McpClient.open(channel)
    const scene = { client, tools: await client.tools(), traps, guard }
    const attempts: Attempt[] = []
    for (const goal of wantedGoals(plan.goals, options)) {
      const all = attacksOn(goal, scene, seed)
      const first = takeFirst(all, options)
      for (const attack of wantedAttacks([...first, ...options.only === undefined ? all.slice(0, mostOf(goal, all, tries)) : all], options)) {
        if (watch.over !== null) break
        const each = madeBefore(options, attack.id) ?? await made(goal, attack)
        if (each.outcome === 'failed' && watch.isStopped) break
        watch.saw(each.outcome)
        attempts.push(each)
        options.onAttempt?.(each)
      }
    }
    const ordinary = await askOrdinary(ordinaryOf(scene), options, watch)
    return { target: channel.name, started, seed, attempts, ordinary, ...(watch.over === null ? {} : { incomplete: watch.over }) }
  } finally {
    await Promise.all([channel.close(), traps.close()])
  }
}

interface ServerAttack {
  readonly id: string
  readonly way: string
  readonly turns: readonly string[]
  /** What came of it; null: what must not be did not happen. */
  run(): Promise<{ readonly reached: string | null; readonly answer: ServerAnswer }>
}

const NOTHING: ServerAnswer = { text: '', isFiltered: false }

/** All that can be tried, the most promising first. */
function attacksOn(goal: ServerGoal, scene: Scene, seed: string): ServerAttack[] {
  const { client, tools, traps, guard } = scene
  switch (goal.kind) {
    case 'description': return tools.map(tool => ({
      id: `${goal.id}/${tool.name}`, way: 'description', turns: [],
      async run() {
        const others = tools.filter(each => each !== tool).map(({ name }) => ({ server: 'the server', name }))
        const found = judgeDescription(guard, tool.name, tool.described, others).find(({ verdict, kind }) => verdict === 'block' && kind !== 'steers')
        return { reached: found?.reason.en ?? null, answer: NOTHING }
      },
    }))
    case 'change': return [{
      id: `${goal.id}/again`, way: 'again', turns: [],
      async run() {
        const hashes = (list: readonly ServerTool[]) => new Map(list.map(each => [each.name, canonicalHash(described('tool', each.name, each.described).definition)]))
        const before = hashes(tools)
        for (let n = 0; n < LISTINGS; n++) {
          for (const [name, hash] of hashes(await client.tools())) if (before.has(name) && before.get(name) !== hash) return { reached: `the description of ${name} changed`, answer: NOTHING }
        }
        return { reached: null, answer: NOTHING }
      },
    }]
    case 'open': return [{
      id: `${goal.id}/stranger`, way: 'stranger', turns: [],
      async run() {
        const asked = await client.channel.askAsStranger(client.listing())
        const open = (asked ?? []).filter(({ isAnswered }) => isAnswered).map(({ as }) => as)
        return { reached: open.length === 0 ? null : `it answers ${open.join(', ')}`, answer: NOTHING }
      },
    }]
    case 'fetch':
    case 'file':
    case 'mark':
    case 'text':
    case 'secret': {
      if (goal.kind === 'fetch' && !client.channel.isHere) return []
      const wanted = goal.parameters === '' ? null : new RegExp(goal.parameters, 'i')
      const places = tools.filter(isHarmless).flatMap(textPlaces)
      const tie = ({ tool, parameter }: TextPlace) => createHash('sha256').update(`${seed} ${goal.id} ${tool.name} ${parameter}`).digest('hex')
      const ranked = places.map(place => ({ place, worth: wanted?.test(place.parameter) === true ? 1 : 0, tie: tie(place) })).sort((one, other) => other.worth - one.worth || (one.tie < other.tie ? -1 : 1))
      // What needs no argument tells as well.
      const plain = goal.kind === 'secret' ? tools.filter(isHarmless).map(tool => called(goal, { tool, parameter: ORDINARY, filled: () => ordinaryArguments(tool) }, 0, '', scene)) : []
      // Each text at the most promising place first, then the next place.
      return [...plain, ...ranked.flatMap(({ place }) => goal.texts.map((text, number) => called(goal, place, number, text, scene)))].map(attack => ({
        ...attack, run: async () => {
          traps.wasFetched()
          return attack.run()
        },
      }))
    }
  }
}

/** Every text once at least, and every tool as it is called ordinarily; what needs no arguments, all of it. */
function mostOf({ kind, texts }: ServerGoal, all: readonly ServerAttack[], tries: number): number {
  const isAboutAll = kind === 'description' || kind === 'change' || kind === 'open'
  return isAboutAll ? all.length : Math.max(tries, texts.length + all.filter(({ way }) => way === ORDINARY).length)
}

const ORDINARY = 'ordinary'
/** Listings in which a description may change. */
const LISTINGS = 4
const REMOTE_FILE = '/etc/passwd'
const REMOTE_CONTENT = /^root:[^:]*:0:0:/m

function called(goal: ServerGoal, place: TextPlace, number: number, template: string, { client, traps }: Scene): ServerAttack {
  const { tool, parameter, filled } = place
  const isHere = client.channel.isHere
  const local = isHere ? template : template.replaceAll('{file}', REMOTE_FILE).replaceAll('{path}', REMOTE_FILE.slice(1))
  const text = withTraps(local, traps)
  const given = filled(text)
  return {
    id: `${goal.id}/${tool.name}/${parameter}/${number}`, way: parameter, turns: [`${tool.name} ${JSON.stringify(given)}`],
    async run() {
      const answer = await client.call(tool.name, given)
      return { reached: answer.isFiltered ? null : reachedBy(goal, answer.text, text, traps, isHere), answer }
    },
  }
}

function reachedBy({ kind }: ServerGoal, said: string, asked: string, { values, content, wasFetched }: Traps, isHere: boolean): string | null {
  switch (kind) {
    case 'file': return isHere ? (said.includes(content) ? said : null) : REMOTE_CONTENT.test(said) ? said : null
    case 'mark': return said.replaceAll(/(?<=\d)[,_](?=\d{3})/g, '').includes(String(Number(values.a) * Number(values.b))) ? said : null
    // Whole it stands in no argument.
    case 'text': return said.includes(`${values.half}${values.rest}`) ? said : null
    case 'fetch': return wasFetched() ? said || 'it asked the planted address' : null
    case 'secret': {
      const hit = findSecrets(said).find(({ isSecret, start, end }) => isSecret && !asked.includes(said.slice(start, end)))
      return hit === undefined ? null : `${hit.kind.en} (${masked(said.slice(hit.start, hit.end))} characters)`
    }
    default: return null
  }
}

function made(goal: ServerGoal, { id, way, turns, run }: ServerAttack): Promise<Attempt> {
  return attempted({ id, goal: goal.id, way, language: '', turns }, async () => {
    const { reached, answer } = await run()
    return reached === null ? { outcome: answer.isFiltered ? 'filtered' : 'resisted', answer: answer.text } : { outcome: 'succeeded', answer: reached }
  })
}

/** Each tool as an ordinary caller would use it. */
function ordinaryOf({ client, tools }: Scene): Parameters<typeof askOrdinary>[0] {
  return tools.filter(isHarmless).map(tool => {
    const given = ordinaryArguments(tool)
    return {
      question: `${tool.name} ${JSON.stringify(given)}`, language: '',
      async ask() {
        const { text, isFiltered } = await client.call(tool.name, given)
        return { isRefused: isFiltered, answer: text }
      },
    }
  })
}
