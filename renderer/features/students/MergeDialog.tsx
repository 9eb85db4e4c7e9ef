import { useEffect, useState } from 'react'
import type { StudentRow } from '../../../shared/model/student.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ScreenLoading } from '../../ui/Screen.tsx'
import { merge } from './student.ts'
import { nameOf } from './student-columns.tsx'
import { useStudentPages } from './students.ts'

interface MergeDialogProps {
  /** The ids of the students in the list. */
  readonly ids: readonly number[]
  onClose(): void
}

/** Shows what a merge makes of several students, before it is made. */
export function MergeDialog({ ids, onClose }: MergeDialogProps) {
  const [rows, setRows] = useState<readonly StudentRow[] | null>(null)
  const [key, setKey] = useState<string | null>(null)
  useEffect(() => void chosenRows(ids).then(setRows), [ids])
  const into = rows?.find((row) => row.key === key) ?? rows?.[0]
  const title = t('students.merge.title', { count: ids.length })
  if (rows === null || into === undefined)
    return (
      <Dialog title={title} onClose={onClose}>
        <ScreenLoading>{t('students.loading')}</ScreenLoading>
      </Dialog>
    )
  if (new Set(rows.map(({ accountId }) => accountId)).size > 1 || rows.length < 2)
    return (
      <Dialog title={title} onClose={onClose}>
        <p>{t('students.merge.otherAccounts')}</p>
        <DialogButtons>
          <Button onPress={onClose}>{t('action.back')}</Button>
        </DialogButtons>
      </Dialog>
    )
  const attempts = rows.reduce((sum, row) => sum + row.attempts, 0)
  const mergeThem = async () => {
    const others = rows.filter((row) => row !== into).map((row) => row.key)
    if (await merge({ account: into.accountId, key: into.key }, others, nameOf(into))) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{t('students.merge.lead', { count: attempts })}</p>
      <Radios
        label={t('students.merge.kept')}
        value={into.key}
        options={rows.map((row) => ({
          value: row.key,
          words: nameOf(row),
          hint: [row.email, t('students.merge.attempts', { count: row.attempts }), ...row.classes]
            .filter((each) => each !== null && each !== '')
            .join(' · '),
        }))}
        onChange={setKey}
      />
      <p>{t('students.merge.after')}</p>
      <DialogButtons>
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" onPress={() => void mergeThem()}>
          {t('students.merge.confirm', { count: rows.length })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** The rows of some ids as the list has them now, those with most attempts first. */
async function chosenRows(ids: readonly number[]): Promise<readonly StudentRow[]> {
  const { placeOf, rowAt } = useStudentPages.getState()
  const rows = await Promise.all(
    ids.map(async (id) => {
      const place = await placeOf(id)
      return place === null ? null : rowAt(place)
    }),
  )
  return rows.filter((row) => row !== null).toSorted((a, b) => b.attempts - a.attempts)
}
