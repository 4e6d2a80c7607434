import type { ServerResponse } from 'node:http'

/** Answers with one JSON value; once. */
export function say(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
}
