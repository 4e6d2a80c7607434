import { readSecret } from '../../platform/config/secret-reference.ts'
import type { ChatConfiguration, WebhookConfiguration } from '../../platform/config/notify-schema.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { TRY_MS } from '../defaults.ts'
import type { SentResult } from '../send/sent-result.ts'

/**
 * Posts JSON to where a person said, and nowhere else: a redirection is not followed. Any 2xx is taken for received. What is refused for good is what no later
 * try can mend: 400, 410, 413, 415, 422; everything else, a wrong secret and a limit among it, is tried again.
 */
export async function postHook(
  url: WebhookConfiguration['url'] | ChatConfiguration['url'], body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal,
): Promise<SentResult> {
  try {
    const target = typeof url === 'string' ? url : readSecret(url)
    const response = await fetch(target, {
      method: 'POST', body, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)]),
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'noroshi', ...headers },
    })
    const said = `${response.status} ${await beginningOf(response)}`.trim()
    if (response.ok) return { kind: 'sent', said }
    return { kind: FOR_GOOD.has(response.status) ? 'refused' : 'later', said }
  } catch (cause) {
    return { kind: 'later', said: failureOf(cause) }
  }
}

const FOR_GOOD = new Set([400, 410, 413, 415, 422])

/** Bytes of an answer that are looked at. */
const ANSWER_BYTES = 500

async function beginningOf({ body }: Response): Promise<string> {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = body?.getReader()
  if (reader === undefined) return ''
  const { value } = await reader.read()
  await reader.cancel()
  return Buffer.from(value ?? []).subarray(0, ANSWER_BYTES).toString('utf8').replaceAll(/\s+/g, ' ')
}

/** What fetch hides in its cause; never the URL, which may be a secret. */
function failureOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof TypeError ? 'the URL cannot be used' : messageOf(inner)
}
