import { judgeCase } from '../judge/judge-case.ts'
import type { Guard } from '../judge/guard.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** A command that something runs without anybody's doing: a hook, a helper, a prompt. */
export function judgeCommand(guard: Guard, command: string, place: string): PlacedFinding[] {
  const { verdict, reason } = judgeCase(guard, { jsonrpc_messages: [{ method: 'tools/call', params: { name: 'shell', arguments: { command } } }] })
  if (verdict === 'allow') return []
  return [{
    check: 'dangerous-command', severity: 'high', place, reason: { en: `it runs a dangerous command by itself: ${reason.en}`, ja: `危険なコマンドが自動的に実行される：${reason.ja}` },
    mend: { en: 'take it out, and find out who put it there', ja: '取り除き、誰が入れたかを調べる' },
  }]
}
