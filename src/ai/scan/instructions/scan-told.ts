import type { Guard } from '../../judge/guard.ts'
import { judgeCase } from '../../judge/judge-case.ts'
import { judgeCommand } from '../judge-command.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { scanInstructions } from '../scan-instructions.ts'

/** Commands whose output agents put in the place of the words: Claude Code, Gemini CLI. */
const RUN_AT_ONCE = /!`([^`\n]{1,2000})`|!\{([^}\n]{1,2000})\}|^```!\n([^`]{1,2000})\n```$/gm
const MOST_COMMANDS = 100
/** Characters up to which the line of an order is sought: each step judges the text anew. */
const MOST_SOUGHT = 50_000

/** What a file tells an agent, with the lines of orders, and what it has run when it is read. */
export function scanTold(guard: Guard, text: string): PlacedFinding[] {
  const told = scanInstructions(guard, text).map(each => each.check === 'orders' ? { ...each, place: `line ${lineOfOrder(guard, text)}` } : each)
  const commands = [...text.matchAll(RUN_AT_ONCE).take(MOST_COMMANDS)]
  return [...told, ...commands.flatMap(match => judgeCommand(guard, match[1] ?? match[2] ?? match[3] ?? '', `line ${text.slice(0, match.index).split('\n').length}`))]
}

/** The line with which the order is complete; of a text that is too long to be judged again and again, the first. */
function lineOfOrder(guard: Guard, text: string): number {
  if (text.length > MOST_SOUGHT) return 1
  const lines = text.split('\n')
  let below = 0
  let above = lines.length
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (judgeCase(guard, { response_body: lines.slice(0, middle).join('\n') }).verdict === 'allow') below = middle
    else above = middle
  }
  return above
}
