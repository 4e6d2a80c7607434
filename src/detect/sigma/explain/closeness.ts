import type { ExplainedNode, RuleExplanation } from './explain-rule.ts'

/** How near an event came to matching a rule: 1 when it matches, less for each part that did not hold; least when the logsource is another. */
export function closeness({ tried, condition }: RuleExplanation): number {
  return shareHeld(condition) * (tried ? 1 : 0.5)
}

function shareHeld(node: ExplainedNode): number {
  if (node.held) return 1
  if (node.kind === 'item') return 0
  if (node.kind === 'identifier') return shareHeld(node.part)
  const shares = node.parts.map(shareHeld)
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length) * 0.99
}
