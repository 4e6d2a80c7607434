import type { Pool } from 'pg'
import { enterMessages } from '../enter-messages.ts'

/** For tests: a message of the organisation `default` that is held; its id. */
export async function someNotification(pool: Pool): Promise<string> {
  const [id = ''] = await enterMessages(pool, 'default', [{
    about: 'warning:1', isCase: false, rule: 'test', channel: 'mail', recipient: 'soc@example.jp', address: 'soc@example.jp', occasion: 'created', language: 'ja', marking: 'amber', priority: 50,
    alike: 'warning', content: { subject: 'A test', text: 'A test', data: {}, attachments: [] }, state: 'held', reason: 'a test', dueAt: Date.now(), bundle: null,
  }], Date.now())
  return id
}
