import { net, powerMonitor } from 'electron'

const lookEvery = 30_000

/** Calls when the computer wakes, and when it has a network again. @returns stops it */
export function onReturn(call: () => void): () => void {
  powerMonitor.on('resume', call)
  let online = net.isOnline()
  // Electron's main process is told of no change; asking the system costs nothing and sends nothing.
  const timer = setInterval(() => {
    const now = net.isOnline()
    if (now && !online) call()
    online = now
  }, lookEvery)
  timer.unref()
  return () => {
    clearInterval(timer)
    powerMonitor.off('resume', call)
  }
}
