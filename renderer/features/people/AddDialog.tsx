import { FileUp } from 'lucide-react'
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { longestClassText } from '../../../shared/model/class.ts'
import { isHeadingOf } from '../../../shared/model/class-columns.ts'
import type { ClassColumns, ClassDiff } from '../../../shared/model/class-file.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { reasonWords } from '../classes/index.ts'
import { changeAndSay } from '../local-changes/index.ts'
import { type ChosenTable, TableChoice, type WantedColumn } from '../tables/index.ts'
import styles from './People.module.css'

const mostRefused = 50

const columnIds = ['first', 'last', 'name', 'email'] as const
const wanted: readonly WantedColumn<(typeof columnIds)[number]>[] = columnIds.map((id) => ({
  id,
  get label() {
    return t(`classes.part.${id}`)
  },
  required: false,
  isHeading: (heading: string) => isHeadingOf(id, heading),
}))

/** Adds students before their first result: one typed by hand, or those of a file. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { accounts, currentId } = useAccounts()
  const [account, setAccount] = useState(currentId ?? accounts?.[0]?.id ?? '')
  const [isFile, setIsFile] = useState(false)
  const [diff, setDiff] = useState<ClassDiff | null>(null)
  const add = async (found: ClassDiff): Promise<AppError | null> => {
    const students = unknownIn(found).map(({ key, first, last, email }) => ({ key, first, last, email }))
    const failed = await changeAndSay(
      () => api.students.add({ account, students }),
      (added) => t('people.add.done', { count: added.length }),
    )
    if (failed === null) onClose()
    return failed
  }
  const preview = async ({ id, withFirstRow, choice }: ChosenTable<(typeof columnIds)[number]>) => {
    const columns = Object.fromEntries(Object.entries(choice).filter(([, at]) => at !== null)) as ClassColumns
    setDiff(await api.students.previewAdded({ account, from: { id, withFirstRow, columns } }))
  }
  return (
    <Dialog title={t(isFile ? 'people.add.titleFile' : 'people.add.title')} wide={isFile} onClose={onClose}>
      <p className={styles.lead}>{t('people.add.lead')}</p>
      {(accounts?.length ?? 0) > 1 && (
        <SelectField
          label={t('people.add.account')}
          value={account}
          placeholder={t('tables.choose')}
          sections={[{ title: null, options: (accounts ?? []).map(({ id, name }) => ({ value: id, words: name })) }]}
          onChange={setAccount}
        />
      )}
      {isFile ? (
        <>
          <div hidden={diff !== null}>
            <TableChoice columns={wanted} onChosen={preview} onClose={() => setIsFile(false)} />
          </div>
          {diff !== null && <FilePreview diff={diff} onAdd={() => add(diff)} onBack={() => setDiff(null)} />}
        </>
      ) : (
        <TypedStudent account={account} onAdd={add} onFile={() => setIsFile(true)} onClose={onClose} />
      )}
    </Dialog>
  )
}

const unknownIn = (diff: ClassDiff) => diff.new.filter(({ isKnown }) => !isKnown).map(({ member }) => member)

interface TypedProps {
  readonly account: string
  onAdd(found: ClassDiff): Promise<AppError | null>
  onFile(): void
  onClose(): void
}

function TypedStudent({ account, onAdd, onFile, onClose }: TypedProps) {
  const [typed, setTyped] = useState({ first: '', last: '', email: '' })
  const [problem, setProblem] = useState<{ at: keyof typeof typed; words: string } | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const send = async () => {
    try {
      const diff = await api.students.previewAdded({ account, from: typed })
      const found = problemIn(diff)
      setProblem(found)
      if (found === null) setError(await onAdd(diff))
    } catch (thrown) {
      setError(asAppError(thrown))
    }
  }
  const field = (at: keyof typeof typed) => (
    <TextField
      label={t(`classes.part.${at}`)}
      value={typed[at]}
      maxLength={longestClassText}
      problem={problem?.at === at ? problem.words : null}
      autoFocus={at === 'first'}
      onChange={(next) => {
        setTyped({ ...typed, [at]: next })
        setProblem(null)
      }}
    />
  )
  return (
    <Form className={form.form} onSubmit={() => void send()}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <div className={styles.both}>
        {field('first')}
        {field('last')}
      </div>
      {field('email')}
      <div>
        <Button look="quiet" icon={FileUp} onPress={onFile}>
          {t('people.add.file')}
        </Button>
      </div>
      <DialogSubmit isDisabled={account === ''} onCancel={onClose}>
        {t('people.add.submit')}
      </DialogSubmit>
    </Form>
  )
}

/** Beside which field a typed student is refused; null for one who can be added. */
function problemIn(diff: ClassDiff): { at: 'first' | 'last' | 'email'; words: string } | null {
  const reason = diff.refused[0]?.reason
  if (reason === 'several-students') return { at: 'email', words: t('people.add.several') }
  if (reason === 'no-email-address') return { at: 'email', words: t('people.add.noEmail') }
  if (reason !== undefined && reason !== 'no-name') return { at: 'last', words: reasonWords(reason) }
  if (unknownIn(diff).length > 0) return null
  const isKnown = diff.new.length + diff.changed.length + diff.unchanged.length > 0
  return isKnown ? { at: 'last', words: t('people.add.known') } : { at: 'first', words: t('people.add.nameNeeded') }
}

interface PreviewProps {
  readonly diff: ClassDiff
  onAdd(): Promise<AppError | null>
  onBack(): void
}

/** How many of a file are new, are here already, and name nobody. */
function FilePreview({ diff, onAdd, onBack }: PreviewProps) {
  const [error, setError] = useState<AppError | null>(null)
  const count = unknownIn(diff).length
  const known = diff.new.length - count + diff.changed.length + diff.unchanged.length
  const refused = diff.refused.slice(0, mostRefused)
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <ul className={styles.bullets}>
        <li>{t('people.add.preview.new', { count })}</li>
        {known > 0 && <li>{t('people.add.preview.known', { count: known })}</li>}
        {diff.refused.length > 0 && <li>{t('people.add.preview.refused', { count: diff.refused.length })}</li>}
      </ul>
      {refused.length > 0 && (
        <ul className={styles.refused}>
          {refused.map(({ line, name, reason }) => (
            <li key={line}>{t('people.add.preview.line', { line, name, reason: reasonWords(reason) })}</li>
          ))}
          {diff.refused.length > refused.length && (
            <li>{t('people.add.preview.more', { count: diff.refused.length - refused.length })}</li>
          )}
        </ul>
      )}
      <DialogButtons>
        <Button onPress={onBack}>{t('people.add.preview.back')}</Button>
        <Button
          look="primary"
          autoFocus
          isDisabled={count === 0}
          onPress={() => void onAdd().then((failed) => setError(failed))}
        >
          {count === 0 ? t('people.add.preview.nothing') : t('people.add.preview.submit', { count })}
        </Button>
      </DialogButtons>
    </>
  )
}
