import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import { masked } from '../judge/shown.ts'
import { findKeys } from '../secret/find-secrets.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { lineOfHiddenText } from './instructions/hidden-text.ts'

const FETCH_AND_RUN = /\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b|\b(?:iwr|irm)\b[^\n|]{0,300}\|\s*iex\b/i

/** What an agent is told by a file: a skill, its rules, a prompt. What people do not see in it, the model reads. */
export function scanInstructions(guard: Guard, text: string): PlacedFinding[] {
  const found: PlacedFinding[] = []
  const hidden = lineOfHiddenText(text)
  if (hidden !== null) {
    found.push({
      check: 'hidden-text', severity: 'high', place: `line ${hidden}`, reason: { en: 'it holds characters that nobody sees and the model reads', ja: '人には見えず、モデルには読める文字が含まれている' },
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
  const fetched = FETCH_AND_RUN.exec(text)
  if (fetched !== null) {
    found.push({
      check: 'fetch-and-run', severity: 'medium', place: `line ${lineAt(text, fetched.index)}`, reason: { en: 'it has a program fetched and run without a look at it', ja: '取得したプログラムを確かめずに実行させている' },
      mend: { en: 'fetch a version by its checksum', ja: 'チェックサムで版を確かめて取得する' },
    })
  }
  const [secret] = findKeys(text)
  if (secret !== undefined) {
    const shown = masked(text.slice(secret.start, secret.end))
    found.push({
      check: 'secret-in-file', severity: 'high', place: `line ${lineAt(text, secret.start)}`, reason: { en: `a secret is written out (${shown} characters)`, ja: `秘密がそのまま書かれている（${shown} 文字）` },
      mend: { en: 'take it out, and make a new one', ja: '取り除き、その秘密は作り直す' },
    })
  }
  return found
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
