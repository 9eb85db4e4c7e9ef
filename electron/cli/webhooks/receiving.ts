import { importProblemSentence } from '../../../shared/import-problems.ts'
import type { Core } from '../../core.ts'
import { type Receiver, type ReceiverPorts, startReceiver } from '../../receiver/receiver.ts'

interface Receiving extends Pick<ReceiverPorts, 'host' | 'port' | 'phrase' | 'tell' | 'explain'> {
  /** Whose results they are. */
  readonly account: string
  /** The webhook source they come from; null where that has no name. */
  readonly source: number | null
}

/** Takes webhooks, and keeps what they deliver. @throws AppError as `startReceiver` */
export const receiveInto = (
  { imports, store, clock }: Core,
  { account, source, ...ports }: Receiving,
): Promise<Receiver> =>
  startReceiver({
    ...ports,
    keep: async (attempt) => {
      const [delivered] = await imports.keepDelivered([attempt], { account, source })
      if (delivered === undefined) throw new Error('A payload that was read can be read again')
      const { found, ...kept } = delivered
      return { ...kept, problem: found === null ? null : importProblemSentence(found) }
    },
    countSample: async () => {
      if (source !== null) await store.countWebhookSample(source, clock())
    },
  })
