import { FileOutput } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { Assessment } from '../../../shared/model/assessment.ts'
import type { BankQuestion } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DetailCard } from '../../ui/LongText.tsx'
import { QuestionExportDialog } from '../question-bank/index.ts'
import styles from './Assessments.module.css'

/** Questions of one bank, in the order they were chosen in. */
export interface OfBank {
  readonly bank: AccountSummary
  readonly ids: readonly number[]
}

/** Chosen questions by their bank, since a file is of one bank. */
export function byBank(
  accounts: readonly AccountSummary[] | null,
  questions: readonly Pick<BankQuestion, 'id' | 'account'>[],
): readonly OfBank[] {
  return (accounts ?? []).flatMap((bank) => {
    const ids = questions.filter(({ account }) => account === bank.id).map(({ id }) => id)
    return ids.length === 0 ? [] : [{ bank, ids }]
  })
}

/** Reads questions of the bank; those that are no longer in it are left out. @throws AppError */
async function readQuestions(ids: readonly number[]): Promise<readonly BankQuestion[]> {
  const read = await Promise.all(
    ids.map(async (id) => {
      try {
        return await api.bank.question({ id })
      } catch (thrown) {
        const error = asAppError(thrown)
        if (error.code.endsWith('/not-found')) return null
        throw error
      }
    }),
  )
  return read.filter((question) => question !== null)
}

/** Questions that were prepared for it here before it was published, and are not at the platform by themselves. */
export function PreparedQuestions({ assessment: { account, preparedQuestions } }: { readonly assessment: Assessment }) {
  const accounts = useAccounts((state) => state.accounts)
  const [found, setFound] = useState<readonly BankQuestion[] | null>(null)
  const [exporting, setExporting] = useState<OfBank | null>(null)
  const ids = preparedQuestions.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same questions are read once
  useEffect(() => {
    let isLeft = false
    void readQuestions(preparedQuestions).then(
      (questions) => isLeft || setFound(questions),
      (thrown) => isLeft || sayFailed(asAppError(thrown), { accountId: account }),
    )
    return () => {
      isLeft = true
    }
  }, [ids])
  if (preparedQuestions.length === 0) return null
  const banks = byBank(accounts, found ?? [])
  const gone = found === null ? 0 : preparedQuestions.length - banks.reduce((sum, each) => sum + each.ids.length, 0)
  return (
    <DetailCard caption={t('assessments.panel.prepared')}>
      <p className={styles.dim}>{t('assessments.panel.preparedText', { count: preparedQuestions.length })}</p>
      {gone > 0 && <p className={styles.dim}>{t('assessments.panel.preparedGone', { count: gone })}</p>}
      {banks.map((of) => (
        <Button key={of.bank.id} icon={FileOutput} onPress={() => setExporting(of)}>
          {banks.length > 1
            ? t('assessments.editor.of', { name: t('assessments.panel.preparedExport'), bank: of.bank.name })
            : t('assessments.panel.preparedExport')}
        </Button>
      ))}
      {exporting !== null && (
        <QuestionExportDialog account={exporting.bank} ids={exporting.ids} onClose={() => setExporting(null)} />
      )}
    </DetailCard>
  )
}
