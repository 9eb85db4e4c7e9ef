import { useEffect, useMemo, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { ClassSummary, KnownStudent } from '../../../shared/model/class.ts'
import { type ClassDiff, changeOf } from '../../../shared/model/class-file.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form } from '../../ui/TextField.tsx'
import { useRead } from './AddPeople.tsx'
import styles from './Classes.module.css'
import { ClassName, useNaming } from './ClassName.tsx'
import { diffOfStudents } from './class-people.ts'
import { useClasses } from './classes.ts'
import { DiffPreview } from './DiffPreview.tsx'

/** A class that is there, or a new one in an account. */
type Target = { readonly to: ClassSummary } | { readonly newIn: string }

/** Adds the students of some results to a class, or makes one of them: which class, then what that would change. */
export function AddStudents({ of }: { readonly of: ResultsFilter }) {
  const classes = useClasses((state) => state.classes)
  const { value: students, error } = useRead(() => api.classes.students({ filter: of }))
  if (error !== null) return <ErrorMessage error={error} zone={systemZone} focus />
  if (students === null || classes === null) return null
  if (students.length === 0) return <p className={styles.none}>{t('classes.selected.gone')}</p>
  return <ClassChoice students={students} classes={classes} />
}

interface ClassChoiceProps extends ToProps {
  readonly classes: readonly ClassSummary[]
}

function ClassChoice({ students, classes }: ClassChoiceProps) {
  const close = useClasses((state) => state.close)
  const [chosen, setChosen] = useState<string | null>(null)
  const targets = targetsFor(students, classes)
  const target = targets.get(chosen ?? '') ?? null
  const account = target === null ? null : accountOf(target)
  const own = useMemo(
    () => students.filter((student) => account === null || student.account === account),
    [students, account],
  )
  return (
    <>
      <p className={styles.lead}>{t('classes.selected.lead', { count: students.length })}</p>
      <SelectField
        label={t('classes.selected.to')}
        value={chosen}
        placeholder={t('classes.selected.choose')}
        sections={sectionsOf(targets)}
        onChange={setChosen}
      />
      {own.length < students.length && (
        <p className={styles.lead}>{t('classes.selected.elsewhere', { count: students.length - own.length })}</p>
      )}
      {target === null ? (
        <DialogButtons>
          <Button onPress={close}>{t('action.cancel')}</Button>
        </DialogButtons>
      ) : 'to' in target ? (
        <ToClass key={target.to.id} to={target.to} students={own} />
      ) : (
        <ToNewClass key={target.newIn} account={target.newIn} students={own} />
      )}
    </>
  )
}

const accountOf = (target: Target): string => ('to' in target ? target.to.account : target.newIn)

/** Where these students can go: the classes of their accounts, and a new class in each. */
function targetsFor(students: readonly KnownStudent[], classes: readonly ClassSummary[]): ReadonlyMap<string, Target> {
  const accounts = [...new Set(students.map(({ account }) => account))]
  return new Map(
    accounts.flatMap((account): [string, Target][] => [
      ...classes.filter((each) => each.account === account).map((to): [string, Target] => [`${to.id}`, { to }]),
      [`new ${account}`, { newIn: account }],
    ]),
  )
}

function sectionsOf(targets: ReadonlyMap<string, Target>) {
  const byAccount = [...Map.groupBy(targets, ([, target]) => accountOf(target))]
  const { accounts } = useAccounts.getState()
  return byAccount.map(([account, own]) => ({
    title: byAccount.length > 1 ? (accounts?.find(({ id }) => id === account)?.name ?? null) : null,
    options: own.map(([value, target]) => ({
      value,
      words:
        'to' in target
          ? t('classes.selected.classOf', { name: target.to.name, count: target.to.students })
          : t('classes.selected.new'),
    })),
  }))
}

interface ToProps {
  readonly students: readonly KnownStudent[]
}

function ToClass({ to, students }: ToProps & { readonly to: ClassSummary }) {
  const { addTo, close } = useClasses()
  const [diff, setDiff] = useState<ClassDiff | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => {
    let isHere = true
    diffFor(to, students).then(
      (read) => isHere && setDiff(read),
      (thrown) => isHere && setError(asAppError(thrown)),
    )
    return () => {
      isHere = false
    }
  }, [to, students])
  if (error !== null) return <ErrorMessage error={error} zone={systemZone} focus />
  if (diff === null) return null
  return <DiffPreview diff={diff} isFile={false} onConfirm={(change) => addTo(to, change)} onCancel={close} />
}

/** @throws AppError */
async function diffFor({ id, account }: ClassSummary, students: readonly KnownStudent[]): Promise<ClassDiff> {
  const [members, known] = await Promise.all([
    api.classes.members({ id }),
    api.classes.students({ filter: [{ field: 'account', op: 'in', value: [account] }] }),
  ])
  return diffOfStudents(students, new Set(known.map(({ key }) => key)), members)
}

function ToNewClass({ account, students }: ToProps & { readonly account: string }) {
  const { addOf, close } = useClasses()
  const diff = diffOfStudents(students, new Set(students.map(({ key }) => key)), [])
  const naming = useNaming((name) => addOf(account, name, changeOf(diff, false).put))
  const make = async (): Promise<null> => {
    await naming.send()
    return null
  }
  return (
    <>
      <Form className={styles.fields} onSubmit={() => void make()}>
        <ClassName label={t('classes.newName')} naming={naming} autoFocus />
      </Form>
      <DiffPreview diff={diff} isFile={false} onConfirm={make} onCancel={close} />
    </>
  )
}
