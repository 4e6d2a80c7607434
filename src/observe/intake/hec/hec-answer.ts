/**
 * The answers of the HTTP Event Collector (Splunk, Troubleshoot HTTP Event Collector: possible error codes): what clients tell apart, by
 * status and code.
 */
const HEC_ANSWERS = {
  success: { status: 200, code: 0, text: 'Success' },
  tokenRequired: { status: 401, code: 2, text: 'Token is required' },
  badToken: { status: 403, code: 4, text: 'Invalid token' },
  noData: { status: 400, code: 5, text: 'No data' },
  badFormat: { status: 400, code: 6, text: 'Invalid data format' },
  error: { status: 500, code: 8, text: 'Internal server error' },
  busy: { status: 503, code: 9, text: 'Server is busy' },
  tooLarge: { status: 413, code: 6, text: 'Request is too large' },
  channelRequired: { status: 400, code: 10, text: 'Data channel is missing' },
  eventRequired: { status: 400, code: 12, text: 'Event field is required' },
  eventBlank: { status: 400, code: 13, text: 'Event field cannot be blank' },
  healthy: { status: 200, code: 17, text: 'HEC is healthy' },
  full: { status: 503, code: 18, text: 'HEC is unhealthy, queues are full' },
} as const

export type HecAnswerName = keyof typeof HEC_ANSWERS

export interface HecAnswer {
  readonly status: number
  readonly body: string
}

/** @param more `invalid-event-number`, `ackId` */
export function hecAnswer(name: HecAnswerName, more: Readonly<Record<string, number>> = {}): HecAnswer {
  const { status, code, text } = HEC_ANSWERS[name]
  return { status, body: JSON.stringify({ text, code, ...more }) }
}
