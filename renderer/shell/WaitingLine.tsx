import { CircleAlert, Hourglass, type LucideIcon } from 'lucide-react'
import { Button } from 'react-aria-components'
import { create } from 'zustand'
import { api, coalesced, latestOnly } from '../api/client.ts'
import { onOtherAccounts, useAccounts } from '../app/accounts.ts'
import { useNavigation } from '../app/navigation.ts'
import { answerIt, openAssessments, useAssessmentsBadge } from '../features/assessments/index.ts'
import { openBank, useBankBadge } from '../features/question-bank/index.ts'
import { wholeNumber } from '../format/numbers.ts'
import { t } from '../format/words.ts'
import styles from './WaitingLine.module.css'

/** Hourglass and number beside a screen's name while changes on it wait to be sent. */
export function WaitingBadge({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span className={styles.badge}>
      <Hourglass aria-hidden />
      <span aria-hidden>{wholeNumber(count)}</span>
      <span className="visually-hidden">{t('sidebar.waiting', { count })}</span>
    </span>
  )
}

/** At the foot of the sidebar: how many changes are not yet where they belong, with buttons that lead to them. */
export function WaitingLine() {
  const codes = useWaitingCodes((state) => state.count)
  const questions = useBankBadge((state) => state.waiting)
  const assessments = useAssessmentsBadge((state) => state.waiting)
  const toPublish = useAssessmentsBadge((state) => state.toPublish)
  const drafts = useAssessmentsBadge((state) => state.drafts)
  const lost = useAssessmentsBadge((state) => state.lost)
  const decide = () => {
    const [first] = lost
    openAssessments(drafts > 0 ? { tab: 'drafts' } : {})
    if (drafts === 0 && first !== undefined) void answerIt(first)
  }
  // What waits is named only where several kinds do.
  const isOfSeveral = [codes, questions, assessments].filter((count) => count > 0).length > 1
  const words = (kind: 'waitingCodes' | 'waitingQuestions' | 'waitingAssessments', count: number): string =>
    t(isOfSeveral ? `sidebar.${kind}` : 'sidebar.waiting', { count })
  return (
    <>
      <WaitingButton
        count={codes}
        words={words('waitingCodes', codes)}
        onPress={() => useNavigation.getState().go('access-codes')}
      />
      <WaitingButton
        count={questions}
        words={words('waitingQuestions', questions)}
        onPress={() => openBank({ tab: 'waiting' })}
      />
      <WaitingButton
        count={assessments}
        words={
          isOfSeveral ? words('waitingAssessments', assessments) : t('sidebar.waitingHere', { count: assessments })
        }
        // Of what waits, only drafts are listed apart.
        onPress={() => openAssessments(toPublish > 0 ? { tab: 'drafts' } : {})}
      />
      <WaitingButton
        count={drafts + lost.length}
        icon={CircleAlert}
        words={t('sidebar.needYou', { count: drafts + lost.length })}
        onPress={decide}
      />
    </>
  )
}

interface WaitingButtonProps {
  readonly count: number
  readonly words: string
  /** Another one for what does not go by itself. */
  readonly icon?: LucideIcon
  onPress(): void
}

function WaitingButton({ count, words, icon: Icon = Hourglass, onPress }: WaitingButtonProps) {
  if (count === 0) return null
  return (
    <Button className={styles.line ?? ''} aria-label={words} onPress={onPress}>
      <Icon aria-hidden />
      <span className={styles.words}>{words}</span>
      <span className={styles.number}>{wholeNumber(count)}</span>
    </Button>
  )
}

interface WaitingCodesState {
  /** Changes of access lists that wait to be sent, of the accounts looked at; 0 before the first answer. */
  readonly count: number
  load(): Promise<void>
}

const latest = latestOnly()

/** How many changes are not yet at ClassMarker, for the sidebar of every screen. */
export const useWaitingCodes = create<WaitingCodesState>()((set) => ({
  count: 0,
  load() {
    const accounts = useAccounts.getState().filterAccounts()
    // The screen of access codes reads the same store and says what is wrong with it.
    return latest(
      () => api.codes.waiting(accounts ? { accounts } : {}),
      (count) => set({ count }),
    )
  },
}))

const reload = coalesced(200, () => useWaitingCodes.getState().load())

api.codes.changed(() => reload())
api.accounts.changed(() => reload())
onOtherAccounts(() => void useWaitingCodes.getState().load())
