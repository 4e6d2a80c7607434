import { messageSchema, wholeMessageSchema } from '../notify/message-view.ts'

/** What `noroshi notify` prints with `--json`, by the name of the file in docs/schemas. */
export const NOTIFY_SCHEMAS = { 'notify-message': messageSchema, 'notify-show': wholeMessageSchema } as const
