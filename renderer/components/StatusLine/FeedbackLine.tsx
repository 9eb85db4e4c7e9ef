import { CircleCheck, Hourglass } from 'lucide-react'
import { ofAccount, useAccounts } from '../../state/accounts.ts'
import { type Feedback, useFeedback } from '../../state/feedback.ts'
import { Button } from '../Button.tsx'
import { FailedLine, Line } from './Line.tsx'
import styles from './StatusLine.module.css'

/** What was just done, with the way to take it back or to the file; or why it could not be done. */
export function FeedbackLine({ said: { turn, words, waits, error, action, accountId } }: { said: Feedback }) {
  const withdraw = useFeedback((state) => state.withdraw)
  const accounts = useAccounts((state) => state.accounts)
  const dismiss = () => withdraw(turn)
  if (error !== null) return <FailedLine error={error} accountId={accountId} onDismiss={dismiss} />
  const Icon = waits ? Hourglass : CircleCheck
  return (
    <Line icon={<Icon className={waits ? styles.stopped : styles.done} aria-hidden />} leaves onDismiss={dismiss}>
      <span className={styles.words}>{ofAccount(accounts, accountId, words)}</span>
      {action !== null && (
        <Button look="quiet" onPress={action.run}>
          {action.words}
        </Button>
      )}
    </Line>
  )
}
