import type { Guard } from '../../judge/guard.ts'
import { judgeCommand } from '../judge-command.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { scanWritten } from '../scan-instructions.ts'
import { ordersToAgents } from './orders-to-agents.ts'

/** Commands whose output agents put in the place of the words: Claude Code, Gemini CLI. */
const RUN_AT_ONCE = /!`([^`\n]{1,2000})`|!\{((?:[^}\n!]|!(?!\{)){1,2000})\}|^```!\n([^`]{1,2000})\n```$/gm
const MOST_COMMANDS = 100

/** What a file tells an agent, with the lines of orders, and what it has run when it is read. */
export function scanTold(guard: Guard, text: string): PlacedFinding[] {
  const commands = [...text.matchAll(RUN_AT_ONCE).take(MOST_COMMANDS)]
  return [...scanWritten(text), ...ordersToAgents(guard, text), ...commands.flatMap(match => judgeCommand(guard, match[1] ?? match[2] ?? match[3] ?? '', `line ${text.slice(0, match.index).split('\n').length}`))]
}
