import type { FieldValue } from '../../../model/value.ts'
import { MAX_QUOTED_LENGTH } from '../defaults.ts'
import type { ExplainedItem, ExplainedNode, ExplainedValue, RuleExplanation } from './explain-rule.ts'

/** An explanation as plain text: one line per part, indented, `✓` for what held and `✗` for what did not. */
export function renderExplanation({ rule, tried, held, condition }: RuleExplanation): string {
  const { title, id } = rule.summary
  const logsource = Object.entries(rule.logsource).map(([key, value]) => `${key}: ${value}`).join(', ')
  return [
    `${mark(held && tried)} ${escapeControls(title)} (${escapeControls(id)})`,
    `  ${mark(tried)} logsource ${escapeControls(logsource)}${tried ? '' : ': the event is of another'}`,
    ...renderNode(condition, '  '),
    '',
  ].join('\n')
}

function renderNode(node: ExplainedNode, indent: string): string[] {
  switch (node.kind) {
    case 'item':
      return renderItem(node, indent)
    case 'identifier':
      return [`${indent}${mark(node.held)} ${escapeControls(node.name)}`, ...renderNode(node.part, `${indent}  `)]
    case 'join':
      return [`${indent}${mark(node.held)} ${escapeControls(node.word)}`, ...node.parts.flatMap(part => renderNode(part, `${indent}  `))]
  }
}

function renderItem({ item, held, value, values }: ExplainedItem, indent: string): string[] {
  const name = [item.field ?? '(any text)', ...item.modifiers].join('|')
  const shown = item.field === null ? '' : `: the event has ${value === undefined ? 'no such field' : showValue(value)}`
  return [`${indent}${mark(held)} ${escapeControls(name)}${shown}`, ...values.map(each => renderValue(each, `${indent}  `))]
}

function renderValue({ written, held, text, place }: ExplainedValue, indent: string): string {
  const line = `${indent}${mark(held)} ${quoted(written)}`
  if (text === null || place === null) return line
  const { from, to } = place
  const before = text.slice(Math.max(0, from - CONTEXT), from)
  const after = text.slice(to, to + CONTEXT)
  const cut = (from > CONTEXT ? '…' : '') + escapeControls(before)
  const matched = text.slice(from, to)
  const rest = escapeControls(after) + (to + CONTEXT < text.length ? '…' : '')
  return `${line} at ${from}: ${cut}[${escapeControls(shorten(matched))}]${rest}`
}

/** Characters shown at either side of what matched. */
const CONTEXT = 24

function showValue(value: FieldValue): string {
  return typeof value === 'string' ? quoted(value) : escapeControls(shorten(toJson(value)))
}

function toJson(value: FieldValue): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
  } catch {
    return '(a value that is nested too deep)'
  }
}

function quoted(text: string): string {
  return `"${escapeControls(shorten(text))}"`
}

function shorten(text: string): string {
  return text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text
}

/** Events and rules are written by anyone: nothing of them may move the cursor of a terminal. */
function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, each => `\\u{${each.codePointAt(0)!.toString(16)}}`)
}

function mark(held: boolean): string {
  return held ? '✓' : '✗'
}
