import { useEffect, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankRow } from '../../../shared/model/bank.ts'
import { api, latestOnly } from '../../api/client.ts'
import { zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { withAnswer } from '../../list/answers.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import styles from './Draft.module.css'

/** Questions that are offered at a time. */
const mostOffered = 100

interface PickQuestionsProps {
  readonly banks: readonly AccountSummary[]
  /** `BankRow.id`s of those that are chosen already, in order. */
  readonly chosen: readonly number[]
  onClose(): void
  onChosen(ids: readonly number[]): void
}

interface Offered {
  readonly rows: readonly BankRow[]
  readonly count: number
}

const latest = latestOnly()

/** Chooses questions from a question bank; those that were chosen before stay where they are. */
export function PickQuestions({ banks, chosen, onClose, onChosen }: PickQuestionsProps) {
  const [bank, setBank] = useState(banks[0]?.id ?? null)
  const [search, setSearch] = useState('')
  const [offered, setOffered] = useState<Offered | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [ids, setIds] = useState<readonly number[]>(chosen)
  useEffect(() => {
    if (bank === null) return
    const query = {
      filter: { accounts: [bank], ...(search === '' ? {} : { search }) },
      sort: { field: 'category', direction: 'asc' },
    } as const
    void latest(
      () =>
        withAnswer(
          api.bankList,
          query,
          async ({ rows, count, answer }) => ({ rows, count: count ?? (await api.bankList.count({ answer })) }),
          mostOffered,
        ),
      (found) => {
        setOffered(found)
        setError(null)
      },
      setError,
    )
  }, [bank, search])
  const shown = offered?.rows ?? []
  /** What is selected among the rows that are offered; what is not offered stays as it is. */
  const select = (keys: ReadonlySet<unknown>) => {
    const kept = ids.filter((id) => keys.has(id) || !shown.some((row) => row.id === id))
    setIds([...kept, ...shown.map(({ id }) => id).filter((id) => keys.has(id) && !kept.includes(id))])
  }
  const more = (offered?.count ?? 0) - shown.length
  return (
    <Dialog title={t('assessments.pick.title')} wide onClose={onClose}>
      <p className={styles.note}>{t('assessments.pick.lead')}</p>
      {banks.length > 1 && (
        <SelectField
          label={t('assessments.pick.bank')}
          value={bank}
          sections={[{ title: null, options: banks.map(({ id, name }) => ({ value: id, words: name })) }]}
          onChange={setBank}
        />
      )}
      <div className={styles.search}>
        <SearchBox
          label={t('assessments.pick.search')}
          placeholder={t('assessments.pick.placeholder')}
          asked={search}
          onSearch={setSearch}
        />
      </div>
      {error !== null && <ErrorMessage error={error} zone={zoneOf(banks, bank)} />}
      <div className={styles.pick} aria-busy={offered === null}>
        <ListBox
          aria-label={t('assessments.pick.list')}
          selectionMode="multiple"
          selectionBehavior="toggle"
          items={shown}
          selectedKeys={ids}
          escapeKeyBehavior="none"
          onSelectionChange={(keys) => select(keys === 'all' ? new Set(shown.map(({ id }) => id)) : keys)}
          renderEmptyState={() => (
            <p className={styles.pickItem}>
              {offered === null ? '' : t(search === '' ? 'assessments.pick.noneAtAll' : 'assessments.pick.none')}
            </p>
          )}
        >
          {({ id, text, questionId, categoryName }) => (
            <ListBoxItem id={id} className={styles.pickItem ?? ''} textValue={text}>
              <CheckMark />
              <span className={styles.pickText}>{text || (questionId ?? '')}</span>
              <span className={styles.pickAside}>{categoryName}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </div>
      {more > 0 && <p className={styles.note}>{t('assessments.pick.more', { count: more })}</p>}
      <DialogButtons>
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" onPress={() => onChosen(ids)}>
          {t('assessments.pick.button', { count: ids.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
