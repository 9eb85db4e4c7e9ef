import { setImmediate } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'

/*
 * Loaded before everything else in every thread of a measured process (`--import`, with `--expose-gc`): says how many
 * bytes a worker thread holds when asked on the channel.
 */

/** The name of the channel: a number asks, and each thread answers with `{bytes}`. */
export const memoryChannel = 'memory of a thread'

if (!isMainThread) {
  const channel = new BroadcastChannel(memoryChannel)
  channel.onmessage = async ({ data }) => {
    if (data !== 'ask') return
    // What the first collection finds is given back only afterwards.
    for (let times = 0; times < 3; times++) {
      globalThis.gc?.()
      await setImmediate()
    }
    const { heapUsed, external } = process.memoryUsage()
    channel.postMessage({ bytes: heapUsed + external })
  }
  // Does not keep its thread alive.
  Reflect.get(channel, 'unref').call(channel)
}
