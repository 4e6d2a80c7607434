import type { Json } from '../../gateway/protocol/protocol.ts'
import type { TargetTool, Turn } from './target.ts'

/** A conversation, and the tools that are offered, as each language of models has it. */

/** Of OpenAI's chat completions. */
export function chatBody(model: string, system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Json {
  return {
    model,
    messages: [{ role: 'system', content: system }, ...turns.map((turn, index) => {
      if (turn.role === 'result') return { role: 'tool', tool_call_id: `call-${index - 1}`, content: turn.text }
      if (turn.calls === undefined || turn.calls.length === 0) return { role: turn.role, content: turn.text }
      return { role: 'assistant', content: turn.text === '' ? null : turn.text, tool_calls: turn.calls.slice(0, 1).map(call => ({ id: `call-${index}`, type: 'function', function: call })) }
    })],
    ...offered(tools.map(({ name, description, parameter }) => ({ type: 'function', function: { name, description, parameters: parametersOf(parameter) } }))),
  }
}

/** Of Anthropic's messages. */
export function anthropicBody(model: string, system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Json {
  return {
    model, system, max_tokens: 4_096,
    messages: turns.map((turn, index) => {
      if (turn.role === 'result') return { role: 'user', content: [{ type: 'tool_result', tool_use_id: `call-${index - 1}`, content: turn.text }] }
      const text = turn.text === '' ? [] : [{ type: 'text', text: turn.text }]
      return { role: turn.role, content: [...text, ...(turn.calls ?? []).slice(0, 1).map(({ name, arguments: given }) => ({ type: 'tool_use', id: `call-${index}`, name, input: inputOf(given) }))] }
    }),
    ...offered(tools.map(({ name, description, parameter }) => ({ name, description, input_schema: parametersOf(parameter) }))),
  }
}

/** Of OpenAI's responses; nothing of it is to be kept there. */
export function responsesBody(model: string, system: string, turns: readonly Turn[], tools: readonly TargetTool[]): Json {
  return {
    model, instructions: system, store: false,
    input: turns.flatMap((turn, index): Json[] => {
      if (turn.role === 'result') return [{ type: 'function_call_output', call_id: `call-${index - 1}`, output: turn.text }]
      const said = turn.text === '' ? [] : [{ role: turn.role, content: turn.text }]
      return [...said, ...(turn.calls ?? []).slice(0, 1).map(call => ({ type: 'function_call', call_id: `call-${index}`, ...call }))]
    }),
    ...offered(tools.map(({ name, description, parameter }) => ({ type: 'function', name, description, parameters: parametersOf(parameter), strict: false }))),
  }
}

/** An empty list is refused by some. */
function offered(tools: readonly Json[]): Json {
  return tools.length === 0 ? {} : { tools }
}

function parametersOf(parameter: string): Json {
  return { type: 'object', properties: { [parameter]: { type: 'string' } }, required: [parameter] }
}

function inputOf(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch {
    return { text: given }
  }
}
