import { addressText } from '../../model/address-text.ts'

/** An address with or without a port: `192.0.2.1`, `192.0.2.1:40001`, `2001:db8::1`, `[2001:db8::1]:40001`. Null when it is none. */
export function parseAsked(text: string): { readonly address: string; readonly port: number | null } | null {
  const trimmed = text.trim()
  const whole = addressText(trimmed)
  if (whole !== null) return { address: whole, port: null }
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(trimmed)
  const address = parts === null ? null : addressText(parts[1] ?? parts[2] ?? '')
  const port = Number(parts?.[3])
  return address === null || port < 1 || port > 65_535 ? null : { address, port }
}
