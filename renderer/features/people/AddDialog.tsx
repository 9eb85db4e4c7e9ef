import { FileUp } from 'lucide-react'
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { longestClassText } from '../../../shared/model/class.ts'
import type { ClassColumn, ClassColumns, ClassDiff } from '../../../shared/model/class-file.ts'
import { api, asAppError } from '../../api/client.ts'
import { isPlatform, systemZone, useAccounts } from '../../app/accounts.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import {
  type LikeSomebody,
  likeSomebody,
  PerhapsHereLines,
  PerhapsHereNotice,
  peopleColumns,
  reasonWords,
  usePerhapsHere,
  withoutThose,
} from '../classes/index.ts'
import { changeAndSay } from '../local-changes/index.ts'
import { type ChosenTable, TableChoice } from '../tables/index.ts'
import styles from './People.module.css'

const mostRefused = 50

const wanted = peopleColumns(['first', 'last', 'name', 'email'])

/** Adds students before their first result, and names a learning platform's: one typed by hand, or those of a file. */
export function AddDialog({ onClose }: { onClose: () => void }) {
  const { accounts, currentId } = useAccounts()
  const [account, setAccount] = useState(currentId ?? accounts?.[0]?.id ?? '')
  const ofPlatform = isPlatform(accounts, account)
  const [isFile, setIsFile] = useState(false)
  const [found, setFound] = useState<Found | null>(null)
  // What comes late may be of the account chosen before.
  const preview = found?.account === account ? found : null
  const add = async (diff: ClassDiff): Promise<AppError | null> => {
    const students = unknownIn(diff).map(({ key, first, last, email }) => ({ key, first, last, email }))
    const names = diff.named?.map(({ name }) => name) ?? []
    const failed = await changeAndSay(
      () => api.students.add({ account, students, ...(names.length > 0 && { names }) }),
      (added) =>
        added.length === 0 && names.length > 0
          ? t('people.add.doneNamed', { count: names.length })
          : t('people.add.done', { count: added.length }),
    )
    if (failed === null) onClose()
    return failed
  }
  const look = async ({ id, withFirstRow, choice }: ChosenTable<ClassColumn>) => {
    const columns = Object.fromEntries(Object.entries(choice).filter(([, at]) => at !== null)) as ClassColumns
    const diff = await api.students.previewAdded({ account, from: { id, withFirstRow, columns } })
    setFound({ account, diff, perhaps: await likeSomebody(account, diff) })
  }
  return (
    <Dialog title={t(isFile ? 'people.add.titleFile' : 'people.add.title')} wide={isFile} onClose={onClose}>
      <p className={styles.lead}>{t(ofPlatform ? 'people.add.leadLearner' : 'people.add.lead')}</p>
      {(accounts?.length ?? 0) > 1 && (
        <SelectField
          label={t('people.add.account')}
          value={account}
          placeholder={t('tables.choose')}
          sections={[{ title: null, options: (accounts ?? []).map(({ id, name }) => ({ value: id, words: name })) }]}
          onChange={(id) => {
            setAccount(id)
            // What was found is of the account before.
            setFound(null)
          }}
        />
      )}
      {isFile ? (
        <>
          <div hidden={preview !== null}>
            <TableChoice
              key={account}
              columns={ofPlatform ? wanted.ofPlatform : wanted.usual}
              onChosen={look}
              onClose={() => setIsFile(false)}
            />
          </div>
          {preview !== null && <FilePreview {...preview} onAdd={add} onBack={() => setFound(null)} />}
        </>
      ) : (
        <TypedStudent
          key={account}
          account={account}
          ofPlatform={ofPlatform}
          onAdd={add}
          onFile={() => setIsFile(true)}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

interface Found {
  readonly account: string
  readonly diff: ClassDiff
  /** Those whom it would add and who may be here already. */
  readonly perhaps: readonly LikeSomebody[]
}

const unknownIn = (diff: ClassDiff) => diff.new.filter(({ isKnown }) => !isKnown).map(({ member }) => member)

interface TypedProps {
  readonly account: string
  readonly ofPlatform: boolean
  onAdd(found: ClassDiff): Promise<AppError | null>
  onFile(): void
  onClose(): void
}

function TypedStudent({ account, ofPlatform, onAdd, onFile, onClose }: TypedProps) {
  const [typed, setTyped] = useState({ learnerId: '', first: '', last: '', email: '' })
  const [problem, setProblem] = useState<{ at: keyof typeof typed; words: string } | null>(null)
  const { perhaps, tellsFirst } = usePerhapsHere(account, typed)
  const [error, setError] = useState<AppError | null>(null)
  const send = async () => {
    try {
      const diff = await api.students.previewAdded({ account, from: typed })
      const found = ofPlatform ? problemOfLearner(diff) : problemIn(diff)
      setProblem(found)
      if (found !== null) return
      if (!(await tellsFirst(unknownIn(diff)))) setError(await onAdd(diff))
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
      autoFocus={at === (ofPlatform ? 'learnerId' : 'first')}
      onChange={(next) => {
        setTyped({ ...typed, [at]: next })
        setProblem(null)
      }}
    />
  )
  return (
    <Form className={form.form} onSubmit={() => void send()}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {ofPlatform && field('learnerId')}
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
      {perhaps !== null && <PerhapsHereNotice {...perhaps} />}
      <DialogSubmit isDisabled={account === ''} onCancel={onClose}>
        {t(perhaps === null ? 'people.add.submit' : 'classes.perhaps.anyway')}
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

/** The same for a learner, whose id is all that tells who it is. */
function problemOfLearner(diff: ClassDiff): { at: 'learnerId' | 'email' | 'last'; words: string } | null {
  const reason = diff.refused[0]?.reason
  if (reason === 'no-email-address') return { at: 'email', words: t('people.add.noEmail') }
  if (reason !== undefined && reason !== 'no-learner-id') return { at: 'last', words: reasonWords(reason) }
  if (unknownIn(diff).length > 0 || (diff.named?.length ?? 0) > 0) return null
  const isKnown = diff.new.length + diff.changed.length + diff.unchanged.length > 0
  return { at: 'learnerId', words: t(isKnown ? 'people.add.knownLearner' : 'people.add.idNeeded') }
}

interface PreviewProps extends Found {
  onAdd(diff: ClassDiff): Promise<AppError | null>
  onBack(): void
}

/** How many of a file are new, are here already, are named, and name nobody. */
function FilePreview({ diff: whole, perhaps, onAdd, onBack }: PreviewProps) {
  const [error, setError] = useState<AppError | null>(null)
  const [leavesOut, setLeavesOut] = useState(false)
  const diff = leavesOut ? withoutThose(whole, perhaps) : whole
  const count = unknownIn(diff).length
  const known = diff.new.length - count + diff.changed.length + diff.unchanged.length
  const refused = diff.refused.slice(0, mostRefused)
  const named = diff.named ?? []
  const anew = named.filter(({ before }) => before === null).length
  return (
    <>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      <ul className={styles.bullets}>
        <li>{t('people.add.preview.new', { count })}</li>
        {known > 0 && <li>{t('people.add.preview.known', { count: known })}</li>}
        {anew > 0 && <li>{t('people.add.preview.named', { count: anew })}</li>}
        {named.length > anew && <li>{t('people.add.preview.renamed', { count: named.length - anew })}</li>}
        {diff.refused.length > 0 && <li>{t('people.add.preview.refused', { count: diff.refused.length })}</li>}
      </ul>
      {named.length > 0 && (
        <ul className={styles.refused}>
          {named.slice(0, mostRefused).map(({ line, name, before }) => (
            <li key={line}>
              {t('people.add.preview.naming', {
                line,
                before: before === null ? name.learnerId : fullName(before),
                name: [fullName(name), name.email].filter(Boolean).join(' · '),
              })}
            </li>
          ))}
          {named.length > mostRefused && <li>{t('people.add.preview.more', { count: named.length - mostRefused })}</li>}
        </ul>
      )}
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
      {perhaps.length > 0 && <PerhapsHereLines those={perhaps} areLeftOut={leavesOut} onLeaveOut={setLeavesOut} />}
      <DialogButtons>
        <Button onPress={onBack}>{t('people.add.preview.back')}</Button>
        <Button
          look="primary"
          autoFocus
          isDisabled={count + named.length === 0}
          onPress={() => void onAdd(diff).then((failed) => setError(failed))}
        >
          {submitWords(count, named.length)}
        </Button>
      </DialogButtons>
    </>
  )
}

/** "Add 2 students, name 3". */
function submitWords(added: number, named: number): string {
  if (added === 0 && named === 0) return t('people.add.preview.nothing')
  if (added === 0) return t('people.add.preview.nameOnly', { count: named })
  const add = t('people.add.preview.submit', { count: added })
  return named === 0 ? add : t('people.add.preview.addAndName', { add, count: named })
}
