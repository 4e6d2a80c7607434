/** In place of the exit that other commands make: everything is closed in order. A second signal does not wait. */
export function stopSignal(): { readonly asked: Promise<void>; readonly isAsked: boolean } {
  let isAsked = false
  const asked = new Promise<void>(resolve => {
    for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
      process.removeAllListeners(signal)
      process.on(signal, () => {
        if (isAsked) process.exit(code)
        isAsked = true
        resolve()
      })
    }
  })
  return { asked, get isAsked() { return isAsked } }
}
