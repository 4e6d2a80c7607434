import type { Condition, Detection, DetectionItem, SigmaRule } from '../rule/rule.ts'

/**
 * The rule without the items that are to go. What is empty then goes too, as in pySigma: a search identifier from the condition, a `not`
 * with what it denied. Null when nothing is left.
 */
export function dropItems(rule: SigmaRule, isDropped: (item: DetectionItem) => boolean): SigmaRule | null {
  const detections = new Map<string, Detection>()
  for (const [name, detection] of rule.detections) {
    const kept = without(detection, isDropped)
    if (kept !== null) detections.set(name, kept)
  }
  const condition = conditionOver(rule.condition, name => detections.has(name))
  return condition === null ? null : { ...rule, detections, condition }
}

function without(detection: Detection, isDropped: (item: DetectionItem) => boolean): Detection | null {
  if (detection.kind === 'item') return isDropped(detection) ? null : detection
  const parts = detection.parts.map(part => without(part, isDropped)).filter(part => part !== null)
  return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : { ...detection, parts }
}

function conditionOver(condition: Condition, isKept: (name: string) => boolean): Condition | null {
  switch (condition.kind) {
    case 'identifier':
      return isKept(condition.name) ? condition : null
    case 'not': {
      const of = conditionOver(condition.of, isKept)
      return of === null ? null : { kind: 'not', of }
    }
    case 'quantified': {
      const names = condition.names.filter(isKept)
      return names.length === 0 ? null : { ...condition, names }
    }
    default: {
      const of = condition.of.map(each => conditionOver(each, isKept)).filter(each => each !== null)
      return of.length === 0 ? null : of.length === 1 ? of[0]! : { kind: condition.kind, of }
    }
  }
}
