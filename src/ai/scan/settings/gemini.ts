import { isPrivateHost } from '../../egress/private-address.ts'
import { shortened } from '../../judge/shown.ts'
import { isJson, placeOfKey, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { EVERYTHING, nobodyAsked } from '../permission/wide-permission.ts'
import { wideRule } from '../permission/wide-rule.ts'
import type { PlacedFinding } from '../scan-finding.ts'
import { isWholeDisk } from './whole-disk.ts'

/** What settings and policies of Gemini CLI give (`.gemini/settings.json`; https://geminicli.com/docs/reference/configuration), and of Qwen Code, which was made from it. */
export function gemini(value: Json, place: string): PlacedFinding[] {
  const isTools = place === 'tools'
  return [
    ...(value['autoAccept'] === true && (place === '' || isTools)
      ? [nobodyAsked(placeOfKey(place, 'autoAccept'), { severity: 'medium', reason: { en: 'nobody is asked before tools run that say they only read', ja: '読み取り専用と称するツールが確認なしに実行される' } })]
      : []),
    ...['approvalMode', 'defaultApprovalMode'].flatMap(key => value[key] === 'yolo' ? [nobodyAsked(placeOfKey(place, key), EVERYTHING)] : []),
    ...(isTools ? rulesAt(value['allowed'], 'tools.allowed') : []),
    ...telemetryOf(value['telemetry'], placeOfKey(place, 'telemetry')),
    ...(place === '' ? [...trustedFolders(value), ...policies(value['rule'])] : []),
  ]
}

function rulesAt(rules: unknown, place: string): PlacedFinding[] {
  return textsOf(rules).flatMap((rule, index) => {
    const wide = wideRule(rule)
    return wide === null ? [] : [nobodyAsked(`${place}[${index}]`, wide)]
  })
}

/** Prompts are written down unless it is said otherwise. */
function telemetryOf(telemetry: unknown, place: string): PlacedFinding[] {
  if (!isJson(telemetry) || telemetry['enabled'] !== true || telemetry['logPrompts'] === false) return []
  const { otlpEndpoint: address } = telemetry
  if (typeof address !== 'string' || !URL.canParse(address)) return []
  const { hostname } = new URL(address)
  return hostname === '' || isPrivateHost(hostname) ? [] : [{
    check: 'asks-elsewhere', severity: 'medium', place: `${place}.otlpEndpoint`, reason: { en: `what people ask is sent to ${shortened(hostname)}`, ja: `利用者の入力が ${shortened(hostname)} に送られる` },
    mend: { en: 'set logPrompts to false, or make sure whose it is', ja: 'logPrompts を false にするか、誰が運営しているかを確かめる' },
  }]
}

/** `trustedFolders.json`: paths and how far they are trusted. */
function trustedFolders(root: Json): PlacedFinding[] {
  return Object.entries(root).flatMap(([path, trust]) => (trust === 'TRUST_FOLDER' || trust === 'TRUST_PARENT') && isWholeDisk(path)
    ? [nobodyAsked(JSON.stringify(path), { severity: 'medium', reason: { en: `whatever lies below ${path} is trusted, also what is fetched there`, ja: `${path} 以下は、後から取得したものも含めてすべて信頼される` } })]
    : [])
}

/** Rules of `.gemini/policies/*.toml`. What is bound by a prefix or an expression is left. */
function policies(rules: unknown): PlacedFinding[] {
  return Array.isArray(rules) ? rules.flatMap((rule: unknown, index) => {
    if (!isJson(rule) || rule['decision'] !== 'allow' || ['commandPrefix', 'commandRegex', 'argsPattern'].some(key => key in rule)) return []
    const wide = textsOf(rule['toolName']).map(wideRule).find(each => each !== null)
    return wide === undefined || wide === null ? [] : [nobodyAsked(`rule[${index}]`, wide)]
  }) : []
}
