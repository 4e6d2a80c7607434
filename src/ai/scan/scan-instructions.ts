import { findSecrets } from '../secret/find-secrets.ts'
import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import { masked, shortened } from '../judge/shown.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { isUnboundedTool } from './unbounded-tool.ts'

const INVISIBLE = /[\u200b\u2060\u2062-\u2064\ufeff\u{e0001}-\u{e007f}]{3,}|[\u202a-\u202e\u2066-\u2069]/u
const FETCH_AND_RUN = /\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b|\biwr\b[^\n|]{0,300}\|\s*iex\b/i

/** What an agent is told by a file: a skill, its rules, a prompt. What people do not see in it, the model reads. */
export function scanInstructions(guard: Guard, text: string): PlacedFinding[] {
  const found: PlacedFinding[] = []
  const lines = text.split(/\r?\n/)
  const lineOf = (pattern: RegExp) => `line ${lines.findIndex(line => pattern.test(line)) + 1}`
  if (INVISIBLE.test(text.replace(/^\ufeff/, ''))) {
    found.push({
      check: 'hidden-text', severity: 'high', place: lineOf(INVISIBLE), reason: { en: 'it holds characters that nobody sees and the model reads', ja: '人には見えず、モデルには読める文字が含まれている' },
      mend: { en: 'take them out, and find out who put them there', ja: '取り除き、誰が入れたかを調べる' },
    })
  }
  const { verdict, reason } = judgeCase(guard, { response_body: text })
  if (verdict !== 'allow') {
    found.push({
      check: 'orders', severity: 'high', place: 'text', reason: { en: `it gives the agent orders of an attacker's kind: ${reason.en}`, ja: `攻撃に見られる種類の命令が含まれている：${reason.ja}` },
      mend: { en: 'read it as code from a stranger before any agent does', ja: '他人が書いたコードと同じように、使う前に確かめる' },
    })
  }
  if (FETCH_AND_RUN.test(text)) {
    found.push({
      check: 'fetch-and-run', severity: 'medium', place: lineOf(FETCH_AND_RUN), reason: { en: 'it has a program fetched and run without a look at it', ja: '取得したプログラムを確かめずに実行させている' },
      mend: { en: 'fetch a version by its checksum', ja: 'チェックサムで版を確かめて取得する' },
    })
  }
  const wide = toolsAllowedIn(lines).filter(isUnboundedTool)
  if (wide.length > 0) {
    found.push({
      check: 'nobody-asked', severity: wide.some(each => /^(?:\*|all$|bash|shell)/i.test(each)) ? 'high' : 'medium', place: lineOf(ALLOWED_TOOLS), reason: { en: `nobody is asked before ${wide.map(each => shortened(each)).join(', ')}`, ja: `${wide.map(each => shortened(each)).join('、')} が確認なしに実行される` },
      mend: { en: 'allow single commands, and ask for the rest', ja: '個々のコマンドだけを許可し、それ以外は確認する' },
    })
  }
  const [secret] = findSecrets(text).filter(({ isSecret }) => isSecret)
  if (secret !== undefined) {
    const shown = masked(text.slice(secret.start, secret.end))
    found.push({
      check: 'secret-in-file', severity: 'high', place: `line ${text.slice(0, secret.start).split('\n').length}`, reason: { en: `a secret is written out (${shown} characters)`, ja: `秘密がそのまま書かれている（${shown} 文字）` },
      mend: { en: 'take it out, and make a new one', ja: '取り除き、その秘密は作り直す' },
    })
  }
  return found
}

const ALLOWED_TOOLS = /^allowed-tools\s*:/i

/** What the head of a skill lets run without a question: in one line, or as a list below. */
function toolsAllowedIn(lines: readonly string[]): string[] {
  if (lines[0]?.trim() !== '---') return []
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === '---')
  const head = lines.slice(1, Math.max(end, 1))
  const at = head.findIndex(line => ALLOWED_TOOLS.test(line))
  if (at < 0) return []
  const below = head.slice(at + 1)
  const listEnd = below.findIndex(line => !/^\s*-\s/.test(line))
  return [head[at]!.replace(ALLOWED_TOOLS, ''), ...below.slice(0, listEnd < 0 ? below.length : listEnd).map(line => line.replace(/^\s*-\s/, ''))]
    .flatMap(line => line.split(/,(?![^(]*\))/)).map(tool => tool.trim().replaceAll(/^\[|\]$|["']/g, '')).filter(tool => tool !== '')
}
