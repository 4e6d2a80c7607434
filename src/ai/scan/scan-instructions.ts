import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import { lineOfHiddenText } from './instructions/hidden-text.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { secretInText } from './secret-in-text.ts'

const FETCH_AND_RUN = /\b(?:curl|wget)\b[^\n|]{0,300}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b|\b(?:iwr|irm)\b[^\n|]{0,300}\|\s*iex\b/i

/** What a model is told by a text: a description, a page. What people do not see in it, the model reads. */
export function scanInstructions(guard: Guard, text: string): PlacedFinding[] {
  const { verdict, reason } = judgeCase(guard, { response_body: text })
  const written = scanWritten(text)
  return verdict === 'allow' ? written : [...written, {
    check: 'orders', severity: 'high', place: 'text', reason: { en: `it gives the agent orders of an attacker's kind: ${reason.en}`, ja: `攻撃に見られる種類の命令が含まれている：${reason.ja}` },
    mend: { en: 'read it as code from a stranger before any agent does', ja: '他人が書いたコードと同じように、使う前に確かめる' },
  }]
}

/** The same, but for orders: what stands in it that nobody sees, that is fetched, and that is secret. */
export function scanWritten(text: string): PlacedFinding[] {
  const found: PlacedFinding[] = []
  const hidden = lineOfHiddenText(text)
  if (hidden !== null) {
    found.push({
      check: 'hidden-text', severity: 'high', place: `line ${hidden}`, reason: { en: 'it holds characters that nobody sees and the model reads', ja: '人には見えず、モデルには読める文字が含まれている' },
      mend: { en: 'take them out, and find out who put them there', ja: '取り除き、誰が入れたかを調べる' },
    })
  }
  const fetched = FETCH_AND_RUN.exec(text)
  if (fetched !== null) {
    found.push({
      check: 'fetch-and-run', severity: 'medium', place: `line ${text.slice(0, fetched.index).split('\n').length}`, reason: { en: 'it has a program fetched and run without a look at it', ja: '取得したプログラムを確かめずに実行させている' },
      mend: { en: 'fetch a version by its checksum', ja: 'チェックサムで版を確かめて取得する' },
    })
  }
  return [...found, ...secretInText(text)]
}
