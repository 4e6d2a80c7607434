import { ASK_MS } from './defaults.ts'
import type { AskApi } from './answer-message.ts'

/** Asks a running Noroshi over its HTTP API, with the rights of a token. @param origin `http://127.0.0.1:8443` */
export function apiAt(origin: string, token: string): AskApi {
  return async ({ method, path, body }) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(ASK_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`Noroshi does not answer at ${origin}: start it with noroshi up, or name another with --server`, { cause })
    })
    const text = await answer.text()
    if (answer.ok) return JSON.parse(text)
    throw new Error(answer.status === 401 ? 'the token is not valid: make one in the console, under your name' : `Noroshi says ${answer.status}: ${reasonIn(text)}`)
  }
}

function reasonIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly message?: unknown; readonly problem?: unknown } }
    return String(error?.message ?? error?.problem ?? '').slice(0, 500)
  } catch {
    return ''
  }
}
