import { create } from 'zustand'
import { api } from '../../api/client.ts'
import { type SendingState, startSending } from '../../app/sending-jobs.ts'

/** How far reading or sending has come, and what keeps it from going on. */
export type BankJobState = SendingState<'bank-pull' | 'bank-push'>

interface BankJobs {
  /** Reads all questions and categories of an account. */
  pull(account: string): Promise<void>
  /** Sends what waits. */
  push(account: string): Promise<void>
}

export const useBankJobs = create<BankJobs>()(() => ({
  pull: (account) => startSending('bank-pull', account, () => api.bank.pull({ account })),
  push: (account) => startSending('bank-push', account, () => api.bank.push({ account })),
}))
