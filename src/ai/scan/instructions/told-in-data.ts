import type { Guard } from '../../judge/guard.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { scanTold } from './scan-told.ts'

/** Keys whose text a model is told: agents of Codex, commands of Gemini CLI, agents of Kiro, rules of Continue, recipes of Goose. */
const TOLD = /^(?:developer_instructions|persistent_instructions|instructions|customInstructions|custom_instructions|prompt|systemPrompt|system_prompt|systemMessage|system_message|appendSystemPrompt|rule|initialPrompt)$/
const LISTS = /(?:^|\.)(?:rules|instructions|customInstructions)$/

export function isToldToAgent(key: string, parent: string): boolean {
  return TOLD.test(key) || (key === '' && LISTS.test(parent))
}

/** What a value of a configuration tells an agent, judged as a file of instructions is. */
export function scanToldInData(guard: Guard, text: string, place: string): PlacedFinding[] {
  // Secrets are found in every value.
  return scanTold(guard, text).filter(({ check }) => check !== 'secret-in-file').map(each => ({ ...each, place: text.includes('\n') ? `${place}, ${each.place}` : place }))
}
